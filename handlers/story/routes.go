package story

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Member, urls.StoryTray, a.storyTray),
		page.Get(page.Member, "/stories/:username", a.stories),
		page.Get(page.Member, "/stories/:username/:story", a.stories),
		page.Post(page.Member, "/story/:story/view", a.viewStory),
		page.Post(page.Member, "/story/:story/tap", a.tapStory),
		page.Post(page.Member, "/story/:story/like", a.likeStory),
		page.Delete(page.Member, "/story/:story/like", a.unlikeStory),
		page.Post(page.Member, "/story/:story/answers/:overlay", a.answerStory),
		page.Get(page.Member, "/story/:story/answers/:overlay", a.storyResponses),
		page.Get(page.Member, "/story/:story/links/:overlay", a.storyLink),
		page.Get(page.Member, "/story/:story/viewers", a.storyViewers),
		page.Get(page.Member, "/story/:story/highlights", a.storyHighlights),
		page.Post(page.Member, "/story/:story/highlights", a.saveStoryHighlights),
		page.Get(page.Member, urls.StoryArchive, a.storyArchive),
		page.Post(page.Member, urls.Highlights, a.createHighlight),
		page.Get(page.Member, "/highlights/:highlight", a.highlight),
		page.Get(page.Member, "/highlights/:highlight/:story", a.highlight),
		page.Get(page.Member, "/highlights/:highlight/edit", a.highlightPage),
		page.Post(page.Member, "/highlights/:highlight/edit", a.editHighlight),
		page.Post(page.Member, "/highlights/:highlight/move", a.moveHighlight),
		page.Post(page.Member, "/highlights/:highlight/delete", a.deleteHighlight),
		page.Get(page.Member, "/:username/highlights", a.highlights),
		page.Get(page.Member, urls.NewStory, a.storyNewPage),
		page.Post(page.Member, urls.NewStory, a.uploadStory).WithFiles(),
		page.Post(page.Member, urls.StartStory, a.startStories),
		page.Post(page.Member, urls.TextStory, a.startTextStory),
		page.Post(page.Member, "/p/:code/story", a.startPostStory),
		page.Get(page.Member, "/story/:story/edit", a.composer),
		page.Post(page.Member, "/story/:story/edit", a.editStory),
		page.Post(page.Member, "/story/:story/share", a.shareStory),
		page.Get(page.Member, "/story/:story/status", a.storyStatus),
		page.Get(page.Member, "/story/:story/plan", a.storyPlanPage),
		page.Post(page.Member, "/story/:story/plan", a.planStory),
		page.Post(page.Member, "/story/:story/unschedule", a.unscheduleStory),
		page.Post(page.Member, "/story/:story/delete", a.deleteStory),
	}
}

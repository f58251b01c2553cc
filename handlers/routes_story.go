package handlers

import (
	"photogram/urls"
)

// storyRoutes are the addresses of this subject.
func (a *App) storyRoutes() []Route {
	return []Route{
		Get(Member, urls.StoryTray, a.storyTray),
		Get(Member, "/stories/:username", a.stories),
		Get(Member, "/stories/:username/:story", a.stories),
		Post(Member, "/story/:story/view", a.viewStory),
		Post(Member, "/story/:story/tap", a.tapStory),
		Post(Member, "/story/:story/like", a.likeStory),
		Delete(Member, "/story/:story/like", a.unlikeStory),
		Post(Member, "/story/:story/answers/:overlay", a.answerStory),
		Get(Member, "/story/:story/answers/:overlay", a.storyResponses),
		Get(Member, "/story/:story/links/:overlay", a.storyLink),
		Get(Member, "/story/:story/viewers", a.storyViewers),
		Get(Member, "/story/:story/highlights", a.storyHighlights),
		Post(Member, "/story/:story/highlights", a.saveStoryHighlights),
		Get(Member, urls.StoryArchive, a.storyArchive),
		Post(Member, urls.Highlights, a.createHighlight),
		Get(Member, "/highlights/:highlight", a.highlight),
		Get(Member, "/highlights/:highlight/:story", a.highlight),
		Get(Member, "/highlights/:highlight/edit", a.highlightPage),
		Post(Member, "/highlights/:highlight/edit", a.editHighlight),
		Post(Member, "/highlights/:highlight/move", a.moveHighlight),
		Post(Member, "/highlights/:highlight/delete", a.deleteHighlight),
		Get(Member, "/:username/highlights", a.highlights),
		Get(Member, urls.NewStory, a.storyNewPage),
		Post(Member, urls.NewStory, a.uploadStory),
		Post(Member, urls.StartStory, a.startStories),
		Post(Member, urls.TextStory, a.startTextStory),
		Post(Member, "/p/:code/story", a.startPostStory),
		Get(Member, "/story/:story/edit", a.composer),
		Post(Member, "/story/:story/edit", a.editStory),
		Post(Member, "/story/:story/share", a.shareStory),
		Get(Member, "/story/:story/status", a.storyStatus),
		Get(Member, "/story/:story/plan", a.storyPlanPage),
		Post(Member, "/story/:story/plan", a.planStory),
		Post(Member, "/story/:story/unschedule", a.unscheduleStory),
		Post(Member, "/story/:story/delete", a.deleteStory),
	}
}

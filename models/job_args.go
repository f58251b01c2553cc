package models

import (
	"github.com/riverqueue/river"
)

// RenderQueue is the queue of jobs that render, which are few at a time.
const RenderQueue = "render"

// JobAttempts is how often a job is tried, within a day and a half, unless its kind says otherwise.
const JobAttempts = 15

// What jobs are about. Package jobs holds the work itself; the arguments are
// here because they are enqueued in the transaction that makes them necessary.

// RenderMedia makes the renditions of one media item.
type RenderMedia struct {
	OwnerID ID   `json:"owner_id"`
	MediaID ID   `json:"media_id"`
	Again   bool `json:"again,omitempty"` // it has renditions, and files of them were lost
}

// Kind names the job.
func (RenderMedia) Kind() string { return "render_media" }

// InsertOpts puts the job into its queue.
func (RenderMedia) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: RenderQueue, MaxAttempts: renderAttempts}
}

// renderAttempts is how often rendering is tried, within some two hours. Waiting
// for storage does not count.
const renderAttempts = 9

// VideoQueue is the queue of jobs that make video files, so that photos never wait for them.
const VideoQueue = "video"

// TranscodeMedia makes the video files of one media item.
type TranscodeMedia struct {
	OwnerID ID   `json:"owner_id"`
	MediaID ID   `json:"media_id"`
	Again   bool `json:"again,omitempty"` // it has files, and some were lost
}

// Kind names the job.
func (TranscodeMedia) Kind() string { return "transcode_media" }

// InsertOpts puts the job into its queue.
func (TranscodeMedia) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: VideoQueue, MaxAttempts: renderAttempts}
}

// RenderFull makes the unedited picture in full size of one media item.
type RenderFull struct {
	OwnerID ID `json:"owner_id"`
	MediaID ID `json:"media_id"`
}

// Kind names the job.
func (RenderFull) Kind() string { return "render_full" }

// InsertOpts puts the job into its queue, behind what people wait for.
func (RenderFull) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: RenderQueue, Priority: 3, MaxAttempts: renderAttempts}
}

// SpareQueue is the queue of what makes a site better and nobody waits for.
const SpareQueue = "spare"

// EncodeAVIF makes AVIF files of renditions that are there.
type EncodeAVIF struct {
	OwnerID ID     `json:"owner_id"`
	MediaID ID     `json:"media_id"`
	Key     string `json:"key"` // of the renditions
}

// Kind names the job.
func (EncodeAVIF) Kind() string { return "encode_avif" }

// InsertOpts puts the job into its queue. What fails thrice is not worth more.
func (EncodeAVIF) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: SpareQueue, Priority: 4, MaxAttempts: 3}
}

// WidenMedia makes pictures again, one after the other, of which an earlier version made
// fewer widths.
type WidenMedia struct {
	OwnerID ID `json:"owner_id,omitempty"` // of the one before
	MediaID ID `json:"media_id,omitempty"`
}

// Kind names the job.
func (WidenMedia) Kind() string { return "widen_media" }

// InsertOpts puts the job into its queue, once at a time.
func (WidenMedia) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: SpareQueue, Priority: 4, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// RenderAvatar makes an account's picture, or the icon of an app of theirs, from an uploaded file.
type RenderAvatar struct {
	UserID ID     `json:"user_id"`
	Key    string `json:"key"`              // of the picture to be
	AppID  ID     `json:"app_id,omitempty"` // 0 for the account's own
	Again  bool   `json:"again,omitempty"`  // it is shown, and its files were lost
	Crop   string `json:"crop,omitempty"`   // which part of it is shown
}

// Kind names the job.
func (RenderAvatar) Kind() string { return "render_avatar" }

// InsertOpts puts the job into its queue, before posts.
func (RenderAvatar) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: RenderQueue, MaxAttempts: renderAttempts}
}

// TellQueue is the queue of calls to apps that somebody left, which may hang.
const TellQueue = "tell"

// TellApp tells an app that somebody disconnected it, or wants their data deleted. The
// person is not called user_id: the job outlives an account that is deleted.
type TellApp struct {
	AppID    ID   `json:"app_id"`
	Person   ID   `json:"person"`
	Deletion ID   `json:"deletion,omitempty"` // the row that waits for the answer, if one does
	Delete   bool `json:"delete,omitempty"`   // the data, not only the access
}

// Kind names the job.
func (TellApp) Kind() string { return "tell_app" }

// InsertOpts puts the job into its queue.
func (TellApp) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: TellQueue} }

// FanOutPost puts a published post into its followers' feeds, a chunk at a time.
type FanOutPost struct {
	OwnerID ID `json:"owner_id"`
	PostID  ID `json:"post_id"`
	After   ID `json:"after"` // the follower that the chunk before ended with
}

// Kind names the job.
func (FanOutPost) Kind() string { return "fan_out_post" }

// RebuildFeed fills an active reader's feed from the posts.
type RebuildFeed struct {
	UserID ID `json:"user_id" river:"unique"`
}

// Kind names the job.
func (RebuildFeed) Kind() string { return "rebuild_feed" }

// ApproveRequests lets everybody follow who waits to, once an account is public.
type ApproveRequests struct {
	UserID ID `json:"user_id"`
}

// Kind names the job.
func (ApproveRequests) Kind() string { return "approve_requests" }

// DeleteBlobs frees what nothing refers to any more.
type DeleteBlobs struct {
	Keys     []string `json:"keys,omitempty"`
	Prefixes []string `json:"prefixes,omitempty"`
}

// Kind names the job.
func (DeleteBlobs) Kind() string { return "delete_blobs" }

// Sweep frees expired sessions, tokens, limits, cold feeds and orphaned files.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "sweep" }

// RankExplore makes a new ranking of the explore page.
type RankExplore struct{}

// Kind names the job.
func (RankExplore) Kind() string { return "rank_explore" }

// IndexSearch counts words, ranks common prefixes, and indexes what was there before.
type IndexSearch struct{}

// Kind names the job.
func (IndexSearch) Kind() string { return "index_search" }

// MergeInsights closes days of insights, and makes months of them.
type MergeInsights struct{}

// Kind names the job.
func (MergeInsights) Kind() string { return "merge_insights" }

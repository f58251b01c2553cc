// Publishes, reads and talks with instagram-graph-api, as its README shows.
// Prints what it saw.
"use strict";
const ig = require("instagram-graph-api");

const { BASE, TOKEN, USER, PHOTO } = process.env;
ig.Constants.API_URL = BASE;
const client = new ig.Client(TOKEN, USER, ig.ApiVersion.LATEST);

(async () => {
  const page = await client.newGetPageInfoRequest().execute();
  const container = async () => (await client.newPostPagePhotoMediaRequest(PHOTO, "from #node").execute()).getId();
  const single = await container();
  const post = (await client.newPostPublishMediaRequest(single).execute()).getId();
  const status = (await client.newGetContainerRequest(single).execute()).getContainerStatusCode();
  const children = [await container(), await container()];
  const carousel = (await client.newPostPageCarouselMediaRequest(children, "two of them").execute()).getId();
  const album = (await client.newPostPublishMediaRequest(carousel).execute()).getId();
  const media = await client.newGetMediaInfoRequest(post).execute();
  const parts = await client.newGetMediaChildrenRequest(album).execute();
  const first = await client.newGetPageMediaRequest().withLimit(1).execute();
  const second = await client.newGetPageMediaRequest().withLimit(1).withPaging({ option: ig.PageOption.AFTER, value: first.getPaging().getAfter() }).execute();
  const comment = (await client.newPostMediaCommentRequest(post, "well done").execute()).getId();
  const reply = (await client.newPostReplyRequest(comment, "thanks").execute()).getId();
  const said = await client.newGetCommentRequest(comment).execute();
  const below = await client.newGetMediaCommentsRequest(post).execute();
  const replies = await client.newGetRepliesRequest(comment).execute();
  const tag = (await client.newGetHashtagIdRequest("node").execute()).getId();
  const recent = await client.newGetHashtagRecentMediaRequest(tag).execute();
  const limit = await client.newGetContentPublishingLimitRequest().execute();
  const removed = (await client.newDeleteCommentRequest(reply).execute()).wasSuccessful();
  await client.newGetTagsRequest().execute();
  await client.newGetPageStoriesRequest().execute();
  console.log(JSON.stringify({
    username: page.getUsername(), status, type: media.getMediaType(), caption: media.getCaption(), children: parts.getIds().length,
    newest: first.getIds()[0] === album, next: second.getIds()[0] === post, text: said.getText(), comments: below.getIds().join() === comment,
    replies: replies.getIds().join() === reply, hashtag: recent.getIds()[0] === post, usage: limit.getQuotaUsage(), removed,
  }));
})().catch((err) => { console.error(err); process.exit(1); });

// The script of every page.
import { start as reply } from "./comment/reply.js";
import { start as back } from "./feed/back.js";
import { start as avatar } from "./form/avatar.js";
import { start as complete } from "./form/complete.js";
import { start as hint } from "./form/hint.js";
import { start as reveal } from "./form/reveal.js";
import { start as values } from "./form/values.js";
import { start as write } from "./form/write.js";
import { start as push } from "./install/push.js";
import { start as worker } from "./install/worker.js";
import { start as count } from "./insight/count.js";
import { start as live } from "./live/live.js";
import { start as planner } from "./planner/planner.js";
import { start as carousel } from "./post/carousel.js";
import { start as like } from "./post/like.js";
import { start as open } from "./post/open.js";
import { start as people } from "./post/people.js";
import { start as video } from "./post/video.js";
import { start as bookmark } from "./saved/bookmark.js";
import { start as remember } from "./search/remember.js";
import { start as arrange } from "./site/arrange.js";
import { start as beside } from "./site/beside.js";
import { start as changes } from "./site/changes.js";
import { start as confirm } from "./site/confirm.js";
import { start as errors } from "./site/errors.js";
import { start as focus } from "./site/focus.js";
import { start as menu } from "./site/menu.js";
import { start as say } from "./site/say.js";
import { start as share } from "./site/share.js";
import { start as compare } from "./site/compare.js";
import { start as shortcuts } from "./site/shortcuts.js";
import { start } from "./site/start.js";
import { start as theme } from "./site/theme.js";
import { start as time } from "./site/time.js";
import { start as toast } from "./site/toast.js";
import { start as undo } from "./site/undo.js";
import { start as place } from "./story/place.js";
import { start as tray } from "./story/tray.js";
import { start as thread } from "./thread/thread.js";

start(
  toast, say, errors, focus, changes, undo, // what answers of the server say and do
  menu, confirm, beside, theme, time, share, arrange,
  complete, write, values, reveal, hint, avatar, // before what changes the fields
  like, open, bookmark, carousel, video, people, reply, back, remember,
  place, compare, shortcuts, tray, planner, live, thread, worker, push, count,
);

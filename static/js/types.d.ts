// What pages load beside our scripts, as far as these use it, and the events that
// go between them, the server's answers and htmx.

interface HtmxRequest {
  elt: Element;
  target: Element;
  xhr: XMLHttpRequest;
  requestConfig: { elt: Element; target: Element; verb: string; path: string };
  successful: boolean;
  shouldSwap: boolean;
}

interface HtmxEvents {
  "htmx:load": CustomEvent<{ elt: Element }>;
  "htmx:beforeRequest": CustomEvent<HtmxRequest>;
  "htmx:afterRequest": CustomEvent<HtmxRequest>;
  "htmx:beforeSwap": CustomEvent<HtmxRequest>;
  "htmx:afterSwap": CustomEvent<Partial<HtmxRequest>>; // nothing but elt after htmx.swap
  "htmx:afterSettle": CustomEvent<Partial<HtmxRequest>>;
  "htmx:oobAfterSwap": CustomEvent<{ target: Element }>;
  "htmx:sendError": CustomEvent<HtmxRequest>;
  "htmx:timeout": CustomEvent<HtmxRequest>;
  "htmx:responseError": CustomEvent<HtmxRequest>;
}

interface PhotogramEvents {
  // of answers of the server, in HX-Trigger
  "photogram:told": CustomEvent<{ value: string }>;
  "photogram:said": CustomEvent<{ value: string }>;
  "photogram:error": CustomEvent<{ value: string }>;
  "photogram:undo": CustomEvent<{ text: string; path: string; fields: Record<string, string> }>;
  "photogram:collected": CustomEvent<{ post: string }>;
  "photogram:sent": CustomEvent<{ value: string }>;
  // of our own
  "photogram:fresh": Event; // the newest page took the place of a list
  "photogram:arranged": CustomEvent<string | undefined>; // a row was moved: what is to be read again
  "photogram:message": CustomEvent<{ more: boolean }>; // there are new messages; a page that shows them cancels it
}

interface DocumentEventMap extends HtmxEvents, PhotogramEvents {}
interface HTMLElementEventMap extends HtmxEvents {}

interface HtmxAjax {
  source?: Element;
  target?: Element | string;
  swap?: string;
  select?: string;
  values?: Record<string, string>;
}

declare const htmx: {
  ajax(verb: string, path: string, context: HtmxAjax): Promise<void>;
  process(element: Element): void;
  swap(target: Element, content: string, how: { swapStyle: string; swapDelay: number; settleDelay: number; ignoreTitle: boolean }): void;
};

interface TusEntry {
  urlStorageKey: string;
  uploadUrl: string | null;
  metadata: Record<string, string>;
}

interface TusOptions {
  endpoint: string;
  chunkSize: number;
  retryDelays: number[] | null;
  headers: Record<string, string>;
  removeFingerprintOnSuccess: boolean;
  fingerprint(): Promise<string>;
  metadata: Record<string, string>;
  onAfterResponse(request: { getMethod(): string }, response: { getStatus(): number }): void;
  onProgress(sent: number, total: number): void;
  onSuccess(): void;
  onError(error: Error | (Error & { originalResponse: { getBody(): string } | null })): void;
}

interface TusUpload {
  url: string | null;
  start(): void;
  abort(): Promise<void>;
  resumeFromPreviousUpload(entry: TusEntry): void;
}

declare const tus: {
  isSupported: boolean;
  defaultOptions: { urlStorage: { findAllUploads(): Promise<TusEntry[]>; removeUpload(key: string): Promise<void> } };
  Upload: new (file: File, options: TusOptions) => TusUpload;
};

interface Navigator {
  connection?: { saveData: boolean }; // not in every browser
}

// Pictures on their way, one after the other in the order in which they came.
// One that fails waits to be tried again and holds up no other.
import { send } from "./api.js";
import { scaled } from "./scale.js";

export class Uploads {
  #jobs = new Map();
  #queue = [];
  #running = false;
  #last = 0;

  // address is where pictures are sent; changed is called when one begins,
  // ends or fails.
  constructor(address, changed) {
    this.address = address;
    this.changed = changed;
  }

  // add takes a file with what is known of the picture and gives its id. It is
  // sent once it has a place in the text (start).
  add(file, { alt = "", caption = "" } = {}) {
    const id = String(++this.#last);
    this.#jobs.set(id, { id, file, name: file.name, alt, caption, state: "new", progress: 0, why: "", picture: null, views: new Set() });
    return id;
  }

  has(id) { return this.#jobs.has(id); }
  get(id) { return this.#jobs.get(id); }

  // left are the pictures that are waiting, on their way, or failed.
  get left() { return [...this.#jobs.values()].filter((job) => job.views.size && job.state !== "done"); }

  start(id) {
    const job = this.#jobs.get(id);
    if (job.state === "new" || job.state === "failed") {
      this.#tell(job, { state: "waiting", progress: 0, why: "" });
      this.#queue.push(job);
      this.#run();
    }
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let job; (job = this.#queue.shift());) {
      if (!job.views.size) { // taken out again while it waited
        job.state = "new";
        continue;
      }
      this.#tell(job, { state: "sending" });
      try {
        job.file = await scaled(job.file);
        const picture = await send(this.address, job.file, (progress) => this.#tell(job, { progress }));
        job.file = null; // many are large
        this.#tell(job, { state: "done", picture });
      } catch (error) {
        this.#tell(job, { state: "failed", why: error.message });
      }
    }
    this.#running = false;
  }

  #tell(job, change) {
    Object.assign(job, change);
    for (const view of [...job.views]) view.show();
    if (change.state) this.changed();
  }
}

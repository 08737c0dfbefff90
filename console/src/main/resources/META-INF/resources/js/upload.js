// <sb-upload target folder limit too-big count>: files by button and by dropping, one after the other. Those that are on their
// way go on when somebody looks at another folder or tab, so they are kept here and not in the element.
const queues = new Map();

class Queue extends EventTarget {
  constructor(target) {
    super();
    this.target = target;
    this.items = [];
  }

  add(items) {
    this.items.push(...items);
    this.changed();
    this.run();
  }

  changed(arrived) {
    this.dispatchEvent(new CustomEvent('changed', { detail: { arrived } }));
  }

  busy() {
    return this.items.some((each) => each.state === 'waiting' || each.state === 'sending');
  }

  async run() {
    if (this.running) return;
    this.running = true;
    for (let next; (next = this.items.find((each) => each.state === 'waiting'));) {
      await this.send(next);
      this.changed(next.state === 'done' ? next : undefined);
    }
    this.running = false;
  }

  send(item) {
    item.state = 'sending';
    item.sent = 0;
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const path = (item.folder === '/' ? '' : item.folder) + '/' + item.file.name;
      item.cancel = () => request.abort();
      request.upload.addEventListener('progress', (event) => {
        item.sent = event.loaded;
        this.changed();
      });
      const failed = (message) => {
        item.state = 'failed';
        item.message = message;
      };
      request.addEventListener('load', () => {
        if (request.status < 300) item.state = 'done';
        else failed(said(request));
      });
      request.addEventListener('error', () => failed(
        'The connection broke. Nothing of it was kept; try again when the network is back.'));
      request.addEventListener('abort', () => {
        item.state = 'cancelled';
      });
      request.addEventListener('loadend', resolve);
      request.open('POST', `${this.target}?path=${encodeURIComponent(path)}&overwrite=${item.replace ? 'yes' : 'no'}`);
      request.setRequestHeader('Smartboxes-Upload', 'file');
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.send(item.file);
      this.changed();
    });
  }
}

function said(request) {
  try {
    return JSON.parse(request.responseText).message || `It was answered with status ${request.status}.`;
  } catch {
    return `It was answered with status ${request.status}.`;
  }
}

addEventListener('beforeunload', (event) => {
  if ([...queues.values()].some((queue) => queue.busy())) event.preventDefault();
});

function size(bytes) {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${unit && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${units[unit]}`;
}

class Upload extends HTMLElement {
  connectedCallback() {
    this.abort = new AbortController();
    const target = this.getAttribute('target');
    if (!queues.has(target)) queues.set(target, new Queue(target));
    this.queue = queues.get(target);
    this.build();
    this.queue.addEventListener('changed', (event) => {
      this.show();
      if (event.detail.arrived) this.dispatchEvent(new CustomEvent('arrived'));
    }, { signal: this.abort.signal });
    this.dropping();
    this.show();
  }

  disconnectedCallback() {
    this.abort.abort();
  }

  build() {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.hidden = true;
    input.addEventListener('change', () => {
      this.offer([...input.files]);
      input.value = '';
    });
    const button = document.createElement('vaadin-button');
    button.setAttribute('theme', 'primary');
    const icon = document.createElement('vaadin-icon');
    icon.setAttribute('slot', 'prefix');
    icon.setAttribute('src', '/icons/upload.svg');
    icon.setAttribute('aria-hidden', 'true');
    button.append(icon, 'Upload');
    button.addEventListener('click', () => input.click());
    this.list = document.createElement('ul');
    this.list.className = 'uploads';
    this.list.setAttribute('aria-label', 'Uploads');
    this.told = document.createElement('div');
    this.told.className = 'unseen';
    this.told.setAttribute('role', 'status');
    this.replaceChildren(input, button, this.list, this.told);
  }

  dropping() {
    const area = this.closest('.files') ?? this;
    const options = { signal: this.abort.signal };
    const brings = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
    area.addEventListener('dragover', (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      area.classList.add('dropping');
    }, options);
    area.addEventListener('dragleave', (event) => {
      if (!area.contains(event.relatedTarget)) area.classList.remove('dropping');
    }, options);
    area.addEventListener('drop', (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      area.classList.remove('dropping');
      const items = [...event.dataTransfer.items].filter((each) => each.kind === 'file');
      const folders = items.filter((each) => each.webkitGetAsEntry?.()?.isDirectory).length;
      const files = items.filter((each) => !each.webkitGetAsEntry?.()?.isDirectory).map((each) => each.getAsFile());
      this.offer(files.filter(Boolean), folders);
    }, options);
  }

  // Refuses what cannot work before a byte of it travels, and asks about what would be replaced.
  async offer(files, folders = 0) {
    const folder = this.getAttribute('folder') ?? '/';
    const limit = Number(this.getAttribute('limit') ?? Infinity);
    const count = Number(this.getAttribute('count'));
    const refused = [];
    const refuse = (name, message) => refused.push({ file: { name }, state: 'failed', message });
    if (folders) refuse('Folders', 'Folders cannot be dropped. Pack them into one file, or upload the files in them.');
    if (files.length > count) {
      refuse(`${files.length} files`, `More than ${count} at once are not taken. Pack them into one file.`);
      files = [];
    }
    const fitting = files.filter((file) => {
      if (file.size > limit) refuse(file.name, this.getAttribute('too-big'));
      return file.size <= limit;
    });
    if (refused.length) this.queue.add(refused);
    if (!fitting.length) return;
    const taken = new Set(await this.$server.taken(folder, fitting.map((file) => file.name).join('/')));
    const item = (replace) => (file) => ({ file, folder, replace, state: 'waiting' });
    this.asked = fitting.filter((file) => taken.has(file.name)).map(item(true));
    this.queue.add(fitting.filter((file) => !taken.has(file.name)).map(item(false)));
  }

  // The server has asked about the files that would be replaced, and this is what it heard.
  answer(replace) {
    const asked = this.asked ?? [];
    this.asked = [];
    if (replace) this.queue.add(asked);
  }

  show() {
    const shown = this.queue.items;
    for (const item of shown) this.row(item);
    this.list.replaceChildren(...shown.map((each) => each.row));
    this.list.hidden = !shown.length;
    const going = shown.filter((each) => each.state === 'waiting' || each.state === 'sending').length;
    const failed = shown.filter((each) => each.state === 'failed').length;
    const words = going ? `${going} to upload` : shown.length ? 'Uploads are finished' : '';
    const told = failed ? `${words}, ${failed} failed` : words;
    if (this.told.textContent !== told) this.told.textContent = told;
  }

  row(item) {
    if (!item.row) {
      item.row = document.createElement('li');
      item.name = document.createElement('span');
      item.name.className = 'upload-name';
      item.name.textContent = item.file.name;
      item.bar = document.createElement('progress');
      item.bar.max = 1;
      item.bar.setAttribute('aria-label', `Uploading ${item.file.name}`);
      item.word = document.createElement('span');
      item.word.className = 'upload-word';
      item.act = document.createElement('button');
      item.act.type = 'button';
      item.row.append(item.name, item.bar, item.word, item.act);
    }
    // The element that is in sight acts, not the one that was when the upload began.
    item.act.onclick = () => this.act(item);
    const going = item.state === 'waiting' || item.state === 'sending';
    item.row.dataset.state = item.state;
    item.bar.hidden = !going;
    item.bar.value = item.file.size ? (item.sent ?? 0) / item.file.size : 0;
    item.word.textContent = {
      waiting: 'Waits',
      sending: `${size(item.sent ?? 0)} of ${size(item.file.size ?? 0)}`,
      done: 'Uploaded',
      cancelled: 'Cancelled; nothing of it was kept',
      failed: item.message,
    }[item.state];
    const verb = going ? 'Cancel' : 'Dismiss';
    item.act.textContent = verb;
    item.act.setAttribute('aria-label', `${verb} ${item.file.name}`);
  }

  act(item) {
    if (item.state === 'sending') {
      item.cancel();
      return;
    }
    if (item.state === 'waiting') item.state = 'cancelled';
    else this.queue.items = this.queue.items.filter((each) => each !== item);
    this.queue.changed();
  }
}

customElements.define('sb-upload', Upload);

// Copies and says so, on the button and to screen readers.
const SHOWN_MILLIS = 1600;

export async function copy(text, button) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = fallback(text);
  }
  button.dataset.copied = done ? 'yes' : 'no';
  say(done ? 'Copied' : 'Copying is not allowed here');
  clearTimeout(button.copied);
  button.copied = setTimeout(() => delete button.dataset.copied, SHOWN_MILLIS);
}

// Browsers keep the clipboard from pages that came without TLS from another machine.
function fallback(text) {
  const area = document.body.appendChild(document.createElement('textarea'));
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

let voice;
export function say(text) {
  if (!voice) {
    voice = document.body.appendChild(document.createElement('div'));
    voice.className = 'unseen';
    voice.setAttribute('role', 'status');
  }
  voice.textContent = '';
  setTimeout(() => (voice.textContent = text), 50);
}

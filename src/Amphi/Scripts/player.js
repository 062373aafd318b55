// <amphi-player> makes a <video controls> pleasanter: our own controls, the keyboard, a transcript that follows, the place
// where the learner stopped. Without script the browser's own player stays. <amphi-youtube> loads nothing before a click.
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}` : `${m}:${String(s).padStart(2, '0')}`;
};

const sprite = document.querySelector('svg.i use')?.getAttribute('href').replace(/#.*/, '') ?? '';
const speeds = [1, 1.25, 1.5, 1.75, 2, 0.75];

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'i');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

function button(name, label, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', className: 'ib' });
  made.setAttribute('aria-label', label);
  if (name) made.append(icon(name));
  made.addEventListener('click', act);
  return made;
}

class Player extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector('video');
    this.block = this.dataset.block;
    this.played = [];
    this.draw();
    this.follow();
    this.resume();
    this.watch();
  }

  draw() {
    const { video } = this;
    video.controls = false;
    video.tabIndex = -1;
    this.toggle = button('play', this.dataset.sayPlay, () => this.playOrPause());
    this.time = Object.assign(document.createElement('span'), { className: 'num small' });
    this.scrub = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: 1000, value: 0, step: 1, className: 'scrubber' });
    this.scrub.setAttribute('aria-label', this.dataset.saySeek);
    this.scrub.addEventListener('input', () => (video.currentTime = (this.scrub.value / 1000) * (video.duration || 0)));
    this.speed = button(null, `1×, ${this.dataset.saySpeed}`, () => this.faster(1));
    this.speed.classList.add('txt');
    this.speed.textContent = '1×';
    const bar = Object.assign(document.createElement('div'), { className: 'ctl' });
    const gap = Object.assign(document.createElement('span'), { className: 'push' });
    bar.append(this.toggle, button('rotate-ccw', this.dataset.sayBack, () => (video.currentTime -= 10)), this.time, gap, this.speed);
    if (video.textTracks.length > 0) {
      this.captions = button('captions', this.dataset.sayCaptions, () => this.caption());
      this.captions.setAttribute('aria-pressed', String(this.track?.mode === 'showing'));
      bar.append(this.captions);
    }
    bar.append(button('maximize', this.dataset.sayFull, () => (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen())));
    this.append(this.scrub, bar);

    video.addEventListener('click', () => this.playOrPause());
    for (const name of ['timeupdate', 'durationchange', 'loadedmetadata']) video.addEventListener(name, () => this.show());
    for (const name of ['play', 'pause', 'ended']) video.addEventListener(name, () => this.state());
    this.addEventListener('keydown', (event) => this.key(event));
    this.show();
  }

  get track() {
    return [...this.video.textTracks].find((track) => track.mode === 'showing') ?? this.video.textTracks[0];
  }

  playOrPause() {
    return this.video.paused ? this.video.play() : this.video.pause();
  }

  state() {
    const isPlaying = !this.video.paused && !this.video.ended;
    this.toggle.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    this.toggle.setAttribute('aria-label', isPlaying ? this.dataset.sayPause : this.dataset.sayPlay);
  }

  show() {
    const { currentTime, duration } = this.video;
    this.time.textContent = `${clock(currentTime)} / ${clock(duration || this.dataset.duration / 1000)}`;
    this.scrub.value = duration ? (currentTime / duration) * 1000 : 0;
    this.scrub.setAttribute('aria-valuetext', this.time.textContent);
  }

  faster(step) {
    const next = speeds[(speeds.indexOf(this.video.playbackRate) + step + speeds.length) % speeds.length] ?? 1;
    this.video.playbackRate = next;
    this.speed.textContent = `${String(next).replace('.', document.documentElement.lang === 'fr' ? ',' : '.')}×`;
    this.speed.setAttribute('aria-label', `${this.speed.textContent}, ${this.dataset.saySpeed}`);
  }

  caption() {
    const { track } = this;
    track.mode = track.mode === 'showing' ? 'hidden' : 'showing';
    this.captions.setAttribute('aria-pressed', String(track.mode === 'showing'));
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.target === this.scrub && event.key.startsWith('Arrow'))) return;
    const { video } = this;
    const acts = {
      k: () => this.playOrPause(), j: () => (video.currentTime -= 10), l: () => (video.currentTime += 10), ArrowLeft: () => (video.currentTime -= 5), ArrowRight: () => (video.currentTime += 5),
      f: () => (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen()), c: () => this.captions && this.caption(), m: () => (video.muted = !video.muted), '>': () => this.faster(1), '<': () => this.faster(-1),
    };
    if (event.key === ' ' && event.target.tagName !== 'BUTTON') acts[' '] = acts.k;
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  // The transcript: follows, can be clicked, can be searched.
  follow() {
    const list = document.querySelector(`[data-transcript="${CSS.escape(this.block)}"]`);
    const lines = list ? [...list.children].map((line) => ({ line, from: line.dataset.from / 1000, to: line.dataset.to / 1000 })) : [];
    let current;
    this.video.addEventListener('timeupdate', () => {
      const now = lines.findLast((one) => one.from <= this.video.currentTime);
      if (now === current) return;
      current?.line.removeAttribute('aria-current');
      current = now;
      if (!now) return;
      now.line.setAttribute('aria-current', 'true');
      const panel = list.parentElement;
      panel.scrollTop = now.line.offsetTop - panel.offsetTop - panel.clientHeight / 3;
    });
    list?.addEventListener('click', (event) => {
      const line = event.target.closest('li');
      if (!line || String(getSelection())) return;
      event.preventDefault();
      this.video.currentTime = line.dataset.from / 1000;
      this.video.play();
    });
    for (const link of document.querySelectorAll(`[data-player="${CSS.escape(this.block)}"]`)) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        this.video.currentTime = link.dataset.seek / 1000;
        this.video.play();
      });
    }
    const find = list?.closest('.side').querySelector('[data-transcript-find]');
    find?.addEventListener('input', () => {
      const sought = fold(find.value);
      for (const { line } of lines) line.hidden = sought !== '' && !fold(line.textContent).includes(sought);
    });
  }

  resume() {
    const places = JSON.parse(document.querySelector('[data-places]')?.dataset.places || '{}');
    const position = (places[this.block] ?? 0) / 1000;
    const go = () => {
      if (position > 3 && position < this.video.duration - 3) this.video.currentTime = position;
    };
    if (this.video.readyState > 0) go();
    else this.video.addEventListener('loadedmetadata', go, { once: true });
  }

  // What was really played, told every twenty seconds, however fast it plays, at a pause, at the end and when the page is left.
  watch() {
    const { video } = this;
    let from = null;
    let last = 0;
    let told = 0;
    const close = () => {
      if (from !== null && last > from) this.played.push([Math.round(from * 1000), Math.round(last * 1000)]);
      from = null;
    };
    const tell = () => {
      told = performance.now();
      const isPlaying = from !== null;
      close();
      if (this.played.length > 0) {
        const detail = { block: this.block, played: this.played, position: Math.round(video.currentTime * 1000), duration: Math.round((video.duration || 0) * 1000) };
        this.dispatchEvent(new CustomEvent('amphi:watched', { detail, bubbles: true }));
        this.played = [];
      }
      if (isPlaying && !video.paused) from = video.currentTime;
    };
    video.addEventListener('playing', () => {
      // After a wait for data the stretch goes on.
      if (from !== null) return;
      told = performance.now();
      from = last = video.currentTime;
    });
    video.addEventListener('timeupdate', () => {
      if (from === null || video.seeking) return;
      last = video.currentTime;
      if (performance.now() - told >= 20_000) tell();
    });
    video.addEventListener('seeking', close);
    video.addEventListener('seeked', () => { if (!video.paused) from = last = video.currentTime; });
    video.addEventListener('pause', tell);
    video.addEventListener('ended', tell);
    addEventListener('pagehide', tell);
  }
}

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

class YouTube extends HTMLElement {
  connectedCallback() {
    this.querySelector('button')?.addEventListener('click', () => {
      const frame = document.createElement('iframe');
      const parameters = new URLSearchParams({ autoplay: '1', rel: '0' });
      if (this.dataset.start > 0) parameters.set('start', this.dataset.start);
      if (this.dataset.end > 0) parameters.set('end', this.dataset.end);
      frame.src = `https://www.youtube-nocookie.com/embed/${encodeURIComponent(this.dataset.video)}?${parameters}`;
      frame.allow = 'autoplay; fullscreen; encrypted-media; picture-in-picture';
      frame.referrerPolicy = 'strict-origin';
      frame.title = this.closest('section')?.getAttribute('aria-label') ?? 'YouTube';
      this.replaceChildren(frame);
      frame.focus();
    });
  }
}

customElements.define('amphi-player', Player);
customElements.define('amphi-youtube', YouTube);

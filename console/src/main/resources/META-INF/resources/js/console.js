// The console's own elements, each of which registers itself, and what Vaadin's need.
import './time.js';
import './copy.js';
import './snippet.js';
import './presence.js';
import './preference.js';
import './palette.js';
import './drawer.js';
import './linkbar.js';
import './usage-chart.js';
import './metric-chart.js';
import './log.js';

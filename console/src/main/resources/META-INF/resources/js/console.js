// The console's own elements. Each registers itself.
import './time.js';
import './copy.js';
import './snippet.js';
import './presence.js';
import './preference.js';
import './palette.js';
import './linkbar.js';
import './usage-chart.js';
import './metric-chart.js';
import './log.js';

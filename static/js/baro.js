/* Loaded on every page. Each part looks for its own data attributes and leaves every other page alone. */
import "./font.js";
import "./errors.js";
import "./once.js";
import "./dialog.js";
import "./bulk.js";
import "./count.js";
import "./conditions.js";
import "./grid.js";
import "./upload.js";
import "./autosave.js";
import "./print.js";
import "./session.js";

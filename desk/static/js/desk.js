// The desk's scripts. Every page works without them; with them it is live.
import { startAges } from "./ages.js";
import { startForms } from "./forms.js";
import { startLive } from "./live.js";
import { startMenus } from "./menus.js";
import { startShortcuts } from "./shortcuts.js";
import { startSignsOfLife } from "./signs.js";
import { startConversation } from "./conversation.js";
import { startAlerts } from "./alerts.js";
import { tellKept } from "./page.js";

startAges();
startForms();
startMenus();
startShortcuts();
startSignsOfLife();
startAlerts();
startConversation();
startLive();
tellKept();
document.documentElement.dataset.ready = "1";

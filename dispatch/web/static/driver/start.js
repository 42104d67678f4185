// The icon on the home screen leads here: on to the tour that this phone has opened last.

import { get } from "./store.js";

const token = await get("meta", "last");
if (token) location.replace(`/d/${token}`);

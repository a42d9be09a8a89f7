export { realForeground } from "../machine/real-foreground.ts";

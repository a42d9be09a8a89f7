export { distance, nearest } from "../model/nearest.ts";

export { startLoop, type Loop } from '@writethru/runtime';

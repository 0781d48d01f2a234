/** Places in Regie that an instrument may fill from its own Control screen: the column on the right and the bar below. */
export { default as ControlAside } from './ControlAside.svelte';
export { default as ControlFooter } from './ControlFooter.svelte';

import './theme/index.css';
import './theme/wall.css';
import Wall from './wall/Wall.svelte';
import { start } from './start';

start('wand', Wall);

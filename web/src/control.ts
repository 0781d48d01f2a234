import './theme/index.css';
import Control from './control/Control.svelte';
import { start } from './start';

start('regie', Control);

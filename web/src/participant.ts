import './theme/index.css';
import Participant from './participant/Participant.svelte';
import { start } from './start';

start('deelnemer', Participant);

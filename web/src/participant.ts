import './theme/index.css';
import { line } from './line';
import Participant from './participant/Participant.svelte';
import { start } from './start';

start('deelnemer', Participant, line);

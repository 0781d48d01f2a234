/** An entry of its own, so that it runs as soon as it is there and not once all that the phone imports is (B16). */
import { openEarly } from './early';

export const line = openEarly();

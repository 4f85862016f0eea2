import { startApi } from '../start-api.js';
import { twoWorlds } from './two-worlds.js';

twoWorlds(startApi, ['stranger', 'member', 'observer']);

// Loaded into a program with --import: writes its largest resident size, in KiB, into the file BENCH_PEAK when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));

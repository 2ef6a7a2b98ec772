// Preloaded into a server under measurement: answers over IPC with its own event-loop delay and memory.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', (message) => {
  if (message === 'reset') delay.reset();
  process.send?.({
    loopP99Ms: delay.percentile(99) / 1e6,
    loopMaxMs: delay.max / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    rssMb: process.memoryUsage.rss() / 1e6,
  });
});

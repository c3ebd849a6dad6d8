/** `node scripts/turbo.mjs run build`: turbo with this workspace's settings, after an install if one is due. */
import { ensureInstalled, turbo } from './setup.mjs';

await ensureInstalled();
const { code } = await turbo(process.argv.slice(2), { show: true });
process.exit(code);

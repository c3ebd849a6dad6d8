import { describe, expect, it } from 'vitest';
import { isSimulated, simulatedTransport } from './simulated-lines.js';

describe('the simulated lines', () => {
  it('are known by their names, and marked', async () => {
    expect(isSimulated('sim:')).toBe(true);
    expect(isSimulated('/dev/sim')).toBe(false);
    const { medium } = await simulatedTransport('sim:drio', '232drio');
    expect(medium).toMatchObject({ name: 'sim:drio', simulated: true });
  });

  it('have no other names', () => {
    expect(() => isSimulated('sim:two')).toThrow("there is no simulated line 'sim:two'");
  });

  it('are used only for what their instruments understand', async () => {
    await expect(simulatedTransport('sim:', '232drio')).rejects.toThrow(
      'nothing on the simulated line sim: understands 232DRIO',
    );
    await expect(simulatedTransport('sim:drio', 'modbus')).rejects.toThrow('understands Modbus');
  });
});

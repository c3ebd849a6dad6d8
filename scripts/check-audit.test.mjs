import { describe, expect, it } from 'vitest';
import { problemsOf, readAudit } from './check-audit.mjs';

const advisory = (id, severity) => ({
  id,
  package: 'some',
  severity,
  title: 'bad',
  url: 'https://example.org',
});
const today = '2026-11-21';

describe('the audit', () => {
  it('fails for what is high or critical, and for nothing less', () => {
    const all = ['low', 'moderate', 'high', 'critical'].map(severity =>
      advisory(`GHSA-${severity}`, severity),
    );
    expect(problemsOf(all, [], today)).toEqual([
      expect.stringContaining('GHSA-high'),
      expect.stringContaining('GHSA-critical'),
    ]);
  });

  it('puts up with what was accepted, until its day', () => {
    const found = [advisory('GHSA-1', 'high')];
    const accepted = until => [{ id: 'GHSA-1', reason: 'the code is not reached', until }];
    expect(problemsOf(found, accepted('2026-11-21'), today)).toEqual([]);
    expect(problemsOf(found, accepted('2026-11-20'), today)).toEqual([
      expect.stringContaining('until 2026-11-20 only'),
    ]);
  });

  it('wants a reason and a day, and no exceptions that nothing needs any more', () => {
    const found = [advisory('GHSA-1', 'high')];
    expect(problemsOf(found, [{ id: 'GHSA-1', reason: '', until: '2027-01-01' }], today)).toHaveLength(1);
    expect(problemsOf(found, [{ id: 'GHSA-1', reason: 'so' }], today)).not.toEqual([]);
    expect(problemsOf([], [{ id: 'GHSA-1', reason: 'so', until: '2027-01-01' }], today)).toEqual([
      expect.stringContaining('no longer found'),
    ]);
  });

  it('reads what pnpm prints, also when the registry has no such service', () => {
    const one = {
      id: 1,
      github_advisory_id: 'GHSA-1',
      module_name: 'some',
      severity: 'high',
      title: 'bad',
      url: 'u',
    };
    expect(readAudit(JSON.stringify({ advisories: { 1: one }, metadata: {} }))).toEqual({
      advisories: [{ id: 'GHSA-1', package: 'some', severity: 'high', title: 'bad', url: 'u' }],
    });
    const refused = JSON.stringify({
      error: { code: 'ERR_PNPM_AUDIT_BAD_RESPONSE', message: 'responded with 405' },
    });
    expect(readAudit(refused)).toEqual({ skipped: 'responded with 405' });
    expect(readAudit('request failed, reason: connect ECONNREFUSED\nmore')).toEqual({
      skipped: 'request failed, reason: connect ECONNREFUSED',
    });
    expect(readAudit('')).toEqual({ skipped: 'pnpm audit said nothing' });
  });
});

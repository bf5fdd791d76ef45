import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import type { Finding } from '../../report/report.ts';
import { lockCompileCost } from './lock-compile-cost.ts';
import type { LockInstall } from './lock-compile-cost.ts';
import { describePlace } from './place.ts';
import { runsOf } from './stage-runs.ts';
import { bringsUnseen, stageTools } from './stage-tools.ts';

/** What it means that packages of a lock compile in a stage: it fails where a tool is not there, may fail without headers, else costs. */
export function lockCompiles(finding: Finding, compiled: readonly SelectedPackage[], install: LockInstall): Finding {
  const { stage, place, before, context } = install;
  const wanted = compiled.filter(({ optional }) => optional !== true);
  const cost = lockCompileCost(
    compiled.map(({ name }) => name),
    install,
  );
  const base = describePlace(place);
  if (wanted.length === 0) {
    return { ...finding, severity: 'note', message: `${finding.message}\nNothing fails without: it is optional.\n${cost.text}` };
  }
  const { known } = stageTools(place, runsOf(context.build, stage), before);
  const certain = known && !bringsUnseen(context.build, stage, before);
  if (cost.missingTools.length > 0) {
    const asked = wanted.some(({ certainty }) => certainty !== 'possible');
    const sure = certain && asked && finding.certainty !== 'possible' && place.classification?.certainty === 'likely';
    const lacks = `The stage on ${base} has no ${cost.missingTools.join(', no ')}`;
    const then = certain ? '' : ' as far as this file tells';
    return {
      ...finding,
      severity: sure ? 'error' : 'warning',
      certainty: sure ? 'likely' : 'possible',
      message: `${finding.message}\n${lacks}${then}, so the installation fails there, unless a package can do without its native part.\n${cost.text}`,
    };
  }
  const lacks = cost.missing.length > 0;
  return {
    ...finding,
    severity: lacks ? 'warning' : 'note',
    certainty: lacks ? 'possible' : finding.certainty,
    message: `${finding.message}\nThe stage on ${base} has ${cost.leastNeeds}.\n${cost.text}`,
  };
}

import type { PackageAction } from '../../dockerfile/shell/package-action.ts';

/** An option whose meaning does not carry over. `refuse`: the command stays as it is; otherwise the option goes and that is said. */
export interface OptionProblem {
  readonly refuse: boolean;
  readonly why: string;
}

/** Options that name a place or a policy of the old base. What is not known is refused rather than dropped. */
export function optionProblem({ manager, options }: PackageAction): OptionProblem | undefined {
  const harmless = manager === 'apk' ? apk : manager === 'apt' ? apt : manager === 'dnf' ? dnf : undefined;
  if (harmless === undefined) return { refuse: true, why: `\`${manager}\` works on files of the old base` };
  for (const { name, value } of options) {
    if (harmless.test(name)) continue;
    const shown = `${name}${value === undefined ? '' : ` ${value}`}`;
    if (
      /^(?:-X|--repository|--repositories-file|-t|--target-release|--default-release|--enablerepo|--disablerepo|--repo|--repoid)$/.test(
        name,
      )
    ) {
      return { refuse: true, why: `${shown} names a repository of the old base: what it gives has to come from elsewhere` };
    }
    return { refuse: true, why: `the option ${shown} of ${manager} has no counterpart` };
  }
  return undefined;
}

const apk =
  /^(?:--no-cache|--update|--update-cache|-U|--virtual|-t|-q|-qq|--quiet|-v|--verbose|--no-progress|--upgrade|-u|-l|--latest|--purge|--no-network|--available|-a|--clean-protected|--force|-f|--force-overwrite|--force-refresh|--no-interactive|-i|--interactive|--rdepends|-r|--cache-max-age|--wait|--no-check-certificate|--allow-untrusted|--timeout|-Uu|-uU)$/;
const apt =
  /^(?:-y|-qy|-yq|-yqq|-qqy|-qq?|-q=\d|--yes|--assume-yes|--quiet|--no-install-recommends|--no-install-suggests|--no-recommends|--fix-missing|-f|--fix-broken|--force-yes|--allow-downgrades|--allow-remove-essential|--allow-change-held-packages|--purge|--auto-remove|--autoremove|-o|--option|--show-progress|-V|-m|--ignore-missing|--no-upgrade|--only-upgrade|-u|--reinstall|--allow-unauthenticated|--allow-releaseinfo-change|--error-on=any)$/;
const dnf =
  /^(?:-y|--assumeyes|-q|--quiet|--nodocs|--setopt|--best|--allowerasing|--refresh|--noplugins|--nogpgcheck|--skip-broken|-v|--disableplugin|--no-best|--noweak|-C|--releasever)$/;

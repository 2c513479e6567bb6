import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { ask, run, which } from '../lib/process.mjs';

/** Where Chromium or a browser of its family is, or undefined. `CINEMA_CHROMIUM` names one that is not on the PATH. */
export const chromium = () =>
  process.env.CINEMA_CHROMIUM ??
  which('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge') ??
  (process.platform === 'darwin'
    ? [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      ].find((file) => existsSync(file))
    : undefined);

/** OTP applications that distributions ship apart from the emulator, and that recording or its tests use. */
const APPLICATIONS = ['compiler', 'crypto', 'debugger', 'eunit', 'runtime_tools', 'ssl', 'tools'];

/**
 * What has to be on the machine: how to see that it is there, and what each package manager calls it. `testsOf`
 * one of them: only tests need it, and only there.
 * winget has no Elixir of its own; Chocolatey has all three.
 */
const NEEDS = [
  {
    name: 'Erlang/OTP',
    present: erlangIsWhole,
    packages: { apt: ['erlang'], dnf: ['erlang'], pacman: ['erlang'], brew: ['erlang'], choco: ['erlang'] },
  },
  {
    name: 'Elixir',
    present: () => which('elixir') !== undefined,
    packages: { apt: ['elixir'], dnf: ['elixir'], pacman: ['elixir'], brew: ['elixir'], choco: ['elixir'] },
  },
  {
    name: 'Chromium',
    present: () => chromium() !== undefined,
    packages: {
      apt: ['chromium'],
      dnf: ['chromium'],
      pacman: ['chromium'],
      brew: ['--cask', 'chromium'],
      choco: ['chromium'],
    },
  },
  {
    name: 'RabbitMQ',
    testsOf: 'apt',
    present: () => existsSync('/usr/lib/rabbitmq/lib'),
    packages: { apt: ['rabbitmq-server'] },
  },
  {
    name: 'rebar3',
    testsOf: 'apt',
    present: () => which('rebar3') !== undefined,
    packages: { apt: ['rebar3'] },
  },
];

/** Debian starts the services it installs unless this program says no; a broker is recorded in the tests, never run as a service. */
const SERVICES = '/usr/sbin/policy-rc.d';

const INSTALL = {
  apt: 'apt-get install -y --no-install-recommends',
  dnf: 'dnf install -y',
  pacman: 'pacman -S --needed',
  brew: 'brew install',
  choco: 'choco install -y',
};

/**
 * Installs Erlang, Elixir, Chromium and (for `tests`) the systems they record where they are missing and we may
 * (root on Debian or Ubuntu); else says which command does.
 *
 * @returns {Promise<string | undefined>} what is still missing, with the command that installs it
 */
export async function setUpSystem({ tests = true } = {}) {
  const manager = packageManager();
  const missing = NEEDS.filter(
    ({ testsOf, present }) => (testsOf === undefined || (tests && testsOf === manager)) && !present(),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map((need) => need.name).join(', ');
  if (manager === 'apt' && process.getuid?.() === 0) {
    const packages = missing.flatMap((need) => need.packages.apt);
    console.log(`set-up: ${names} missing: apt-get install ${packages.join(' ')}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env, keep: true });
    const { code, output } = await withoutServices(() =>
      run('apt-get', [...INSTALL.apt.split(' ').slice(1), '-q', ...packages], { env, keep: true }),
    );
    const still = missing.filter((need) => !need.present());
    if (still.length === 0) return undefined;
    return `apt-get ended with ${code}, still missing: ${still.map((need) => need.name).join(', ')}\n${output.slice(-2000)}`;
  }
  return `missing: ${names}. Install with:\n${commands(missing, manager)}`;
}

/** Runs with services forbidden to start; a rule that is there already stays as it is. */
async function withoutServices(install) {
  if (existsSync(SERVICES)) return install();
  writeFileSync(SERVICES, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await install();
  } finally {
    rmSync(SERVICES, { force: true });
  }
}

/** The command for this platform, one a line where the manager needs one each. */
function commands(missing, manager) {
  if (manager === undefined)
    return '  (install them as your system does, and see that erl, elixir and chromium are on the PATH)';
  const sudo = manager === 'brew' || manager === 'choco' ? '' : 'sudo ';
  if (manager === 'brew') return missing.map((need) => `  ${INSTALL.brew} ${need.packages.brew.join(' ')}`).join('\n');
  return `  ${sudo}${INSTALL[manager]} ${missing.flatMap((need) => need.packages[manager]).join(' ')}`;
}

function packageManager() {
  if (process.platform === 'darwin') return 'brew';
  if (process.platform === 'win32') return 'choco';
  if (which('apt-get')) return 'apt';
  if (which('dnf')) return 'dnf';
  if (which('pacman')) return 'pacman';
  return undefined;
}

/** True where erl runs and finds every application: distributions split OTP into many packages. */
function erlangIsWhole() {
  if (!which('erl') || !which('erlc')) return false;
  const check = `[halt(1) || A <- [${APPLICATIONS.join(',')}], is_tuple(code:lib_dir(A))], io:put_chars("whole"), halt(0).`;
  return ask('erl', ['-noshell', '-eval', check]) === 'whole';
}

/** Debian names that have no row of their own on the other side: what to install on Alpine instead, null where nothing is needed. */
export const reverseRows: readonly ReverseRow[] = [
  { debian: 'pkg-config', apk: 'pkgconf' },
  { debian: 'gnupg2', apk: 'gnupg' },
  { debian: 'netcat', apk: 'netcat-openbsd' },
  { debian: 'netcat-traditional', apk: 'netcat-openbsd' },
  { debian: 'python3-venv', apk: 'python3' },
  { debian: 'python3-distutils', apk: 'py3-setuptools' },
  { debian: 'python-is-python3', apk: 'python3' },
  { debian: 'libgl1-mesa-glx', apk: 'mesa-gl' },
  { debian: 'ssh', apk: 'openssh' },
  { debian: 'ssh-client', apk: 'openssh-client' },
  { debian: 'libglib2.0-0', apk: 'glib' },
  { debian: 'libjpeg62-turbo-dev', apk: 'libjpeg-turbo-dev' },
  { debian: 'libpng16-16', apk: 'libpng' },
  { debian: 'libssl1.1', apk: 'openssl' },
  { debian: 'libcurl4', apk: 'libcurl' },
  { debian: 'default-libmysqlclient-dev', apk: 'mariadb-connector-c-dev' },
  { debian: 'libmariadb-dev-compat', apk: 'mariadb-connector-c-dev' },
  { debian: 'openjdk-17-jre-headless', apk: 'openjdk17-jre-headless' },
  { debian: 'libmagic1', apk: 'libmagic' },
  { debian: 'gettext', apk: 'gettext' },
  { debian: 'apt-transport-https', apk: null, note: 'apk speaks HTTPS itself' },
  { debian: 'apt-utils', apk: null, note: 'a part of apt' },
  { debian: 'software-properties-common', apk: null, note: 'add-apt-repository' },
  { debian: 'lsb-release', apk: null, note: 'read /etc/os-release' },
  { debian: 'debconf', apk: null, note: 'a part of dpkg' },
  { debian: 'locales', apk: null, note: 'musl knows C.UTF-8 alone; musl-locales brings translations' },
  { debian: 'libc6', apk: null, note: 'the other C library' },
  { debian: 'adduser', apk: null, note: 'busybox has its own' },
  { debian: 'passwd', apk: 'shadow' },
  { debian: 'libc-bin', apk: null, note: 'parts of glibc' },
  { debian: 'debian-archive-keyring', apk: null, note: "Debian's keys" },
  { debian: 'dirmngr', apk: 'gnupg' },
  { debian: 'gpg', apk: 'gpg' },
  { debian: 'vim-tiny', apk: 'vim' },
  { debian: 'musl-dev', apk: 'musl-dev' },
  { debian: 'musl-tools', apk: 'musl-dev', note: "Alpine's own compiler builds for musl" },
  { debian: 'libfontconfig', apk: 'fontconfig' },
  { debian: 'libfontconfig1', apk: 'fontconfig' },
];

export interface ReverseRow {
  readonly debian: string;
  readonly apk: string | null;
  readonly note?: string;
}

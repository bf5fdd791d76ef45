/** Debian names that have no row of their own on the other side: what to install on Alpine instead, null where nothing is needed. */
export const reverseRows: readonly ReverseRow[] = [
  { debian: 'pkg-config', apk: 'pkgconf' },
  { debian: 'libc6-dev', apk: 'musl-dev' },
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
  // Pairs by general knowledge of aports: graphics, audio, databases and scientific libraries that browsers and Python wheels ask for.
  ...pairs(
    'bsdmainutils=util-linux-misc default-jdk=openjdk17 default-jdk-headless=openjdk17 default-jre=openjdk17-jre ' +
      'default-jre-headless=openjdk17-jre-headless fonts-noto=font-noto golang=go libaio1=libaio libaio1t64=libaio libasound2-dev=alsa-lib-dev ' +
      'libatk-bridge2.0-0=at-spi2-core libatk1.0-0=at-spi2-core libblas-dev=openblas-dev libclang-dev=clang-dev libcrypt1=libxcrypt libdbus-1-3=dbus-libs ' +
      'libdrm2=libdrm libegl1=mesa-egl libgbm1=mesa-gbm libgdal-dev=gdal-dev libgeos-dev=geos-dev libgfortran5=libgfortran ' +
      'libgirepository1.0-dev=gobject-introspection-dev libgl1-mesa-dri=mesa-dri-gallium libgtk-3-dev=gtk+3.0-dev libice6=libice ' +
      'libmagickcore-dev=imagemagick-dev libmysqlclient-dev=mariadb-connector-c-dev libncursesw5-dev=ncurses-dev libnl-3-dev=libnl3-dev ' +
      'libnode-dev=nodejs-dev libopenblas0=openblas libpango1.0-0=pango libpangocairo-1.0-0=pango libpangoft2-1.0-0=pango libproj-dev=proj-dev ' +
      'libpulse-dev=pulseaudio-dev libpython3-dev=python3-dev libsdl2-dev=sdl2-dev libsm6=libsm libtiff5=tiff libtiff6=tiff libusb-1.0-0=libusb ' +
      'libv4l-0=v4l-utils-libs libx11-xcb-dev=libx11-dev libx11-xcb1=libx11 libxcursor1=libxcursor libxdamage1=libxdamage libxfixes3=libxfixes ' +
      'libxinerama1=libxinerama libxkbcommon0=libxkbcommon libxmlsec1-dev=xmlsec-dev libxmlsec1-openssl=xmlsec libxrandr2=libxrandr libxss1=libxscrnsaver ' +
      'libxt6=libxt man-db=mandoc p7zip-full=7zip python3-minimal=python3 python3-pkg-resources=py3-setuptools',
  ),
];

export interface ReverseRow {
  readonly debian: string;
  readonly apk: string | null;
  readonly note?: string;
}

/** `debian=apk debian=apk` */
function pairs(text: string): readonly ReverseRow[] {
  return text.split(' ').map((pair) => {
    const [debian = '', apk = ''] = pair.split('=');
    return { debian, apk };
  });
}

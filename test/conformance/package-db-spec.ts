/**
 * A spec with the shapes that rpm headers have: forty packages, epochs, tildes and carets in versions, no file at all, one file in the root directory,
 * links, directories, ghosts, names with blanks and of other alphabets, versioned provides, and one package whose header needs overflow pages.
 */
export const RPM_SPEC: string = `
%define _build_id_links none
%define debug_package %{nil}
%define __os_install_post %{nil}
Name: many
Version: 1.2.3~rc1
Release: 4^git.5
Summary: many packages
License: MIT
BuildArch: noarch
Provides: virtual-thing = 2:7-1
Provides: plain-thing
Requires: something >= 1
%description
x
${Array.from({ length: 40 }, (_, index) => subpackage(index)).join('')}
%package -n odd-empty
Summary: no files
Epoch: 7
%description -n odd-empty
x
%package -n odd-large
Summary: five thousand files
%description -n odd-large
x
%install
${Array.from({ length: 40 }, (_, index) => `mkdir -p %{buildroot}/usr/lib/p${index}; echo ${index} > %{buildroot}/usr/lib/p${index}/file; ln -s file %{buildroot}/usr/lib/p${index}/link`).join('\n')}
mkdir -p "%{buildroot}/opt/with blank" %{buildroot}/opt/empty-directory %{buildroot}/opt/large/sub
echo x > "%{buildroot}/opt/with blank/näme"
echo x > %{buildroot}/in-the-root
for i in $(seq 5000); do echo $i > %{buildroot}/opt/large/sub/a-rather-long-file-name-$i; done
%files
/in-the-root
"/opt/with blank/näme"
%dir /opt/empty-directory
%ghost /var/log/ghost
%files -n odd-empty
%files -n odd-large
/opt/large
${Array.from({ length: 40 }, (_, index) => `%files -n p${index}\n/usr/lib/p${index}`).join('\n')}
`;

function subpackage(index: number): string {
  const epoch = index % 3 === 0 ? `Epoch: ${index}\n` : '';
  return `%package -n p${index}\nSummary: number ${index}\nVersion: ${index}.0\n${epoch}%description -n p${index}\n${'long text '.repeat(index * 20)}\n`;
}

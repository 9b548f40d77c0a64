; Inno Setup 6.3 or newer: the installer for Windows, per person by default, for everybody if asked for.
;
;   make package                (on Windows: python -m bundle in packaging)
;   iscc /DVersion=0.1.0 /DFlavor=cpu packaging\windows\lacuna.iss
;
; Written without a Windows system at hand: not compiled and not tried yet; docs/release.md says what to look at.

#ifndef Version
  #error Name the version: iscc /DVersion=0.1.0
#endif
#ifndef Flavor
  #define Flavor "cpu"
#endif
#define Root SourcePath + "..\.."
#define Dist Root + "\dist\lacuna-" + Flavor

[Setup]
AppId={{6C5E2C0B-8C0E-4B57-9C0B-5C7B0F1D3A61}
AppName=Lacuna
AppVersion={#Version}
AppVerName=Lacuna {#Version}
AppPublisher=The Lacuna authors
VersionInfoVersion={#Version}
DefaultDirName={autopf}\Lacuna
DefaultGroupName=Lacuna
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile={#Dist}\licenses\README.txt
OutputDir={#Root}\dist
OutputBaseFilename=lacuna-{#Version}-{#Flavor}-windows-x86_64-setup
SetupIconFile={#Root}\build\bundle-{#Flavor}\lacuna.ico
UninstallDisplayIcon={app}\lacuna.exe
UninstallDisplayName=Lacuna
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
LZMAUseSeparateProcess=yes
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
; Set by the signing machine: iscc "/Ssigntool=..." /DSigned
#ifdef Signed
SignTool=signtool
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "openwith"; Description: "Offer Lacuna under “Open with” for photos"
Name: "path"; Description: "Make lacuna-cli known to terminals (PATH)"; Flags: unchecked

[Files]
Source: "{#Dist}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
; Modules of an older version must not be found beside new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Lacuna"; Filename: "{app}\lacuna.exe"; AppUserModelID: "photo.lacuna.Lacuna"
Name: "{autodesktop}\Lacuna"; Filename: "{app}\lacuna.exe"; AppUserModelID: "photo.lacuna.Lacuna"; Tasks: desktopicon

[Registry]
; Offered, never taken: nobody's photos open in Lacuna because it was installed.
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Lacuna"; Flags: uninsdeletekey; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe\shell\open\command"; ValueType: string; ValueData: """{app}\lacuna.exe"" ""%1"""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe\SupportedTypes"; ValueType: string; ValueName: ".jpeg"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe\SupportedTypes"; ValueType: string; ValueName: ".tif"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe\SupportedTypes"; ValueType: string; ValueName: ".tiff"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\lacuna.exe\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""; Tasks: openwith
; Projects are Lacuna's own.
Root: HKA; Subkey: "Software\Classes\.lacuna"; ValueType: string; ValueData: "Lacuna.Project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Lacuna.Project"; ValueType: string; ValueData: "Lacuna project"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Lacuna.Project\DefaultIcon"; ValueType: string; ValueData: "{app}\lacuna.exe,0"
Root: HKA; Subkey: "Software\Classes\Lacuna.Project\shell\open\command"; ValueType: string; ValueData: """{app}\lacuna.exe"" ""%1"""
Root: HKA; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Check: IsPathWanted; Tasks: path

[Run]
Filename: "{app}\lacuna.exe"; Description: "{cm:LaunchProgram,Lacuna}"; Flags: nowait postinstall skipifsilent

[Code]
{ Adds the folder to a person's PATH once, and only where PATH is a person's own setting. }
function IsPathWanted(): Boolean;
var
  Path: string;
begin
  Result := not IsAdminInstallMode();
  if Result and RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
    Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') = 0;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Path: string;
  Place: Integer;
begin
  if (Step = usPostUninstall) and RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
  begin
    Place := Pos(';' + Uppercase(ExpandConstant('{app}')), Uppercase(Path));
    if Place > 0 then
    begin
      Delete(Path, Place, Length(ExpandConstant('{app}')) + 1);
      RegWriteExpandStringValue(HKCU, 'Environment', 'Path', Path);
    end;
  end;
end;

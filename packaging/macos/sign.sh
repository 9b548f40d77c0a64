#!/bin/sh
# Signs, packs and notarizes Lacuna.app. Run on a Mac after `make package`, with an Apple Developer ID:
#
#   LACUNA_SIGNING_IDENTITY="Developer ID Application: NAME (TEAM)" NOTARY_PROFILE=lacuna packaging/macos/sign.sh
#
# NOTARY_PROFILE names credentials that were stored once with `xcrun notarytool store-credentials`.
# Written without a Mac at hand: not run yet; docs/release.md says what to look at.
set -eu

cd "$(dirname "$0")/../.."
app=dist/Lacuna.app
identity=${LACUNA_SIGNING_IDENTITY:?name the identity to sign with}
profile=${NOTARY_PROFILE:?name the stored credentials of notarytool}
version=$(/usr/libexec/PlistBuddy -c 'Print CFBundleShortVersionString' "$app/Contents/Info.plist")
image=dist/lacuna-$version-macos.dmg

# What users read and run lies in Resources; code inside the bundle must be signed with it.
resources=$app/Contents/Resources
rm -rf "$resources/docs" "$resources/plugins" "$resources/licenses"
cp -R dist/lacuna-cpu/docs dist/lacuna-cpu/plugins dist/lacuna-cpu/licenses "$resources"

# From the inside out: --deep signs nested code with the wrong entitlements.
find "$app" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
  xargs -0 -n 50 codesign --force --timestamp --options runtime --sign "$identity"
find "$app" -type d -name '*.framework' -print0 |
  xargs -0 -n 10 codesign --force --timestamp --options runtime --sign "$identity"
codesign --force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist \
  --sign "$identity" "$app"
codesign --verify --deep --strict --verbose=2 "$app"

folder=$(mktemp -d)
cp -R "$app" "$folder"
ln -s /Applications "$folder/Applications"
hdiutil create -volname "Lacuna $version" -srcfolder "$folder" -ov -format ULFO "$image"
rm -rf "$folder"
codesign --force --timestamp --sign "$identity" "$image"

xcrun notarytool submit "$image" --keychain-profile "$profile" --wait
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
echo "$image"

@echo off
rem For programs that can only name an editor and pass one photo: opens it for a round trip and waits.
"%~dp0..\..\lacuna.exe" --edit %1
exit /b %ERRORLEVEL%

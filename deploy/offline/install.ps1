# Installs or upgrades without a network: powershell -File install.ps1 [FOLDER]
# Every version has a folder of its own below FOLDER. Data are elsewhere (THANTHIEN_HOME).
param([string]$Folder = "$env:ProgramFiles\ThanThien")
$ErrorActionPreference = "Stop"
$here = $PSScriptRoot
$own = (Get-ChildItem "$here\wheels\thanthien-*.whl")[0].Name
$new = Join-Path $Folder ($own -split "-")[1]
if (Test-Path $new) { throw "Already there: $new. Remove it to install it again." }

& py -3.11 -m venv --without-pip $new
if ($LASTEXITCODE) { throw "Python 3.11 (64 bit) is needed." }
$pip = (Get-ChildItem "$here\wheels\windows\pip-*.whl")[0].FullName
& "$new\Scripts\python.exe" "$pip\pip" install --quiet --no-index --no-deps --require-hashes `
  --find-links "$here\wheels" --find-links "$here\wheels\windows" --requirement "$here\windows.txt"
if ($LASTEXITCODE) { Remove-Item -Recurse -Force $new; throw "Not installed: see the lines above." }
Write-Output "Installed: $new\Scripts\thanthien.exe"

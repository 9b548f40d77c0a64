<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the last step back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do the step again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the whole mask away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Invert Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap what is masked and what is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Last Mask Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring the last mask back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;Sample Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a photo to try things out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the photo to a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill what is painted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the fill; when none runs, take the mask away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try &amp;Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the same hole differently.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill When the &amp;Stroke Ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill each stroke at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold \</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the photo as it was opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold Space, or middle button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl + wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom around the pointer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel, Shift + wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the photo up and down, left and right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold Alt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subtract while painting, add while erasing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift + click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Straight line from the end of the last stroke.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift while painting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the stroke horizontal or vertical.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right button, drag sideways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the brush.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right button, drag up or down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardness of the brush.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;Log Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files that help to find an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Lacuna</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licenses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint over what should disappear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take away from the mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;wap Brush and Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change between brush and eraser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;maller Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the brush smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>La&amp;rger Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the brush larger.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Softer Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soften the edge of the brush.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Har&amp;der Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sharpen the edge of the brush.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit in Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show every pixel of the photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Come closer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the mask&apos;s color.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Split View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare before and after side by side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show which pixels changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark colors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light colors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The colors that the desktop uses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the whole screen.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BrushPanel</name>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diameter of the brush.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sharp the brush&apos;s edge is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pen pressure changes the size</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The photo. Paint over what is to be erased.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Fill</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EdgeCommand</name>
    <message>
        <source>Adjust edge</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EdgePanel</name>
    <message>
        <source>Edge of the last fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the fill reach further out, or less far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feather</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fade the fill into the photo over this distance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available after a fill.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>There is no earlier mask of this photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No fill engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the fill engine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos (*.jpg *.jpeg *.jpe *.png *.tif *.tiff *.webp);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n bit</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EngineThread</name>
    <message>
        <source>The fill engine could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fill stopped because of an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fill engine stopped without a result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this; close other programs, or mark a smaller area.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>WebP, lossless</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>As the source (%n bit)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the source ({profile})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert to sRGB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep camera data, date, place and captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File to write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits per channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG quality as the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos (*.jpg *.jpeg *.png *.tif *.tiff *.webp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG changes pixels everywhere a little. PNG, TIFF and WebP keep them exactly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the quality of the source nearly every pixel outside the mask stays as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebP holds 8 bits per channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every pixel outside the mask stays exactly as it was.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>Exported {name}. {proof}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unnamed profile</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FillController</name>
    <message>
        <source>Paint over what should disappear, then fill.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no fill yet that could be tried again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The photo changed here while the fill was running, so it was not used. Fill again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another try, {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the fill engine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FillPanel</name>
    <message>
        <source>Fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the same hole differently (Shift+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill when the stroke ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every stroke is filled at once, as a healing brush does (J)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the photo&apos;s own texture the fill takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the surroundings&apos; grain the fill gets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the fill (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill what is painted (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FillProgress</name>
    <message>
        <source>Preparing the photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Understanding the scene</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Painting the structure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Growing texture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finishing the edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than 1 s left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Photo as opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps since the photo was opened. Choose one to go there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an action to change its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key of the chosen action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{keys} belongs to “{action}” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of “{action}”:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Logs</name>
    <message>
        <source>Something unexpected happened. Your photo is still here; export it to be safe.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open &amp;Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskedPhoto</name>
    <message>
        <source>Erase mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last mask again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the details of this notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the details of this notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the notice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OverlayPanel</name>
    <message>
        <source>Mask overlay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly the mask&apos;s color covers the photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Color of the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a color that stands out from the photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Color</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Opening {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the sample photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Proof</name>
    <message>
        <source>the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the mask and its moved edge ({count} px)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 of {count} pixels outside {where} changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than 0.1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} pixels outside {where} ({share}) changed by JPEG compression.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} pixels outside {where} ({share}) changed by the format.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>“{name}” has changes that were not exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are lost if you go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the original photo “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the file you opened. Once it is replaced, the original is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of this name is already in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>{name}, value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Stage of the fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patches and time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proof of the last export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixel under the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n patch rows</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a photo here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint over what should disappear, press Enter, and watch it go.
Your photos never leave this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {name} again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Worker</name>
    <message>
        <source>The photo could not be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The photo could not be exported.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>

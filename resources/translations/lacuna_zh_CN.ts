<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Lacuna</source>
        <translation>关于 Lacuna</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>License</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Components and their licenses</source>
        <translation>组件及其许可证</translation>
    </message>
    <message>
        <source>Text of the license</source>
        <translation>许可证文本</translation>
    </message>
    <message>
        <source>Erase objects from photographs, on this computer, without a connection. The program is under the Apache License 2.0. Its weights are for non-commercial research use, because part of the photographs that they were trained on carry such terms.</source>
        <translation>在本机离线去除照片中的物体。本程序采用 Apache 许可证 2.0。模型权重仅供非商业研究使用，因为部分训练照片附有此类条款。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The package brings no text; its name says what applies.</source>
        <translation>此软件包未附许可证文本，请以许可证名称为准。</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Select</source>
        <translation>选择(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>F&amp;ill</source>
        <translation>填充(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Take the last step back.</source>
        <translation>撤销上一步操作。</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Do the step again.</source>
        <translation>重新执行撤销的操作。</translation>
    </message>
    <message>
        <source>&amp;Clear Mask</source>
        <translation>清除蒙版(&amp;C)</translation>
    </message>
    <message>
        <source>Take the whole mask away.</source>
        <translation>清除整个蒙版。</translation>
    </message>
    <message>
        <source>&amp;Invert Mask</source>
        <translation>反转蒙版(&amp;I)</translation>
    </message>
    <message>
        <source>Swap what is masked and what is not.</source>
        <translation>对调蒙版内外的区域。</translation>
    </message>
    <message>
        <source>&amp;Last Mask Again</source>
        <translation>恢复上一个蒙版(&amp;L)</translation>
    </message>
    <message>
        <source>Bring the last mask back.</source>
        <translation>重新使用上一个蒙版。</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>设置(&amp;T)…</translation>
    </message>
    <message>
        <source>Language, colors, keys and other choices.</source>
        <translation>语言、颜色、快捷键及其他选项。</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a photo or a project.</source>
        <translation>打开照片或项目。</translation>
    </message>
    <message>
        <source>Open &amp;Sample Photo</source>
        <translation>打开示例照片(&amp;S)</translation>
    </message>
    <message>
        <source>Open a photo to try things out.</source>
        <translation>打开一张照片试用各项功能。</translation>
    </message>
    <message>
        <source>&amp;Save Project</source>
        <translation>保存项目(&amp;S)</translation>
    </message>
    <message>
        <source>Keep photo, mask and fills for later.</source>
        <translation>保存照片、蒙版和填充，以便日后继续。</translation>
    </message>
    <message>
        <source>Save Project &amp;As…</source>
        <translation>项目另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save the project under another name.</source>
        <translation>以其他名称保存项目。</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Write the photo to a file.</source>
        <translation>将照片写入文件。</translation>
    </message>
    <message>
        <source>Export &amp;Layers…</source>
        <translation>导出图层(&amp;L)…</translation>
    </message>
    <message>
        <source>Write photo, fills and masks as layers for Krita or GIMP.</source>
        <translation>将照片、填充和蒙版导出为图层，供 Krita 或 GIMP 使用。</translation>
    </message>
    <message>
        <source>Fill a &amp;Folder…</source>
        <translation>填充文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Fill many photos, each with its mask.</source>
        <translation>填充多张照片，每张使用各自的蒙版。</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Close the window.</source>
        <translation>关闭窗口。</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>填充(&amp;F)</translation>
    </message>
    <message>
        <source>Fill what is painted.</source>
        <translation>填充已涂抹的区域。</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Stop the fill; when none runs, take the mask away.</source>
        <translation>停止填充；没有填充在进行时，清除蒙版。</translation>
    </message>
    <message>
        <source>Try &amp;Again</source>
        <translation>换个结果(&amp;A)</translation>
    </message>
    <message>
        <source>Fill the same hole differently.</source>
        <translation>对同一区域生成另一种填充结果。</translation>
    </message>
    <message>
        <source>Fill with &amp;Labels</source>
        <translation>按标签填充(&amp;L)</translation>
    </message>
    <message>
        <source>Fill the same hole anew, with the labels as they are painted now.</source>
        <translation>按现在所绘的标签重新填充同一区域。</translation>
    </message>
    <message>
        <source>&amp;Variations</source>
        <translation>变体(&amp;V)</translation>
    </message>
    <message>
        <source>Fill the same hole in several ways and choose.</source>
        <translation>对同一区域生成多种填充结果供选择。</translation>
    </message>
    <message>
        <source>P&amp;revious Variation</source>
        <translation>上一个变体(&amp;R)</translation>
    </message>
    <message>
        <source>Show the variation before this one.</source>
        <translation>显示前一个变体。</translation>
    </message>
    <message>
        <source>Ne&amp;xt Variation</source>
        <translation>下一个变体(&amp;X)</translation>
    </message>
    <message>
        <source>Show the variation after this one.</source>
        <translation>显示后一个变体。</translation>
    </message>
    <message>
        <source>Fill When the &amp;Stroke Ends</source>
        <translation>松开画笔即填充(&amp;S)</translation>
    </message>
    <message>
        <source>Fill each stroke at once.</source>
        <translation>每画完一笔立即填充。</translation>
    </message>
    <message>
        <source>Hold \</source>
        <translation>按住 \</translation>
    </message>
    <message>
        <source>Show the photo as it was opened.</source>
        <translation>显示打开时的原照片。</translation>
    </message>
    <message>
        <source>Hold Space, or middle button</source>
        <translation>按住空格键，或按鼠标中键</translation>
    </message>
    <message>
        <source>Move the photo.</source>
        <translation>移动照片。</translation>
    </message>
    <message>
        <source>Ctrl + wheel</source>
        <translation>Ctrl + 滚轮</translation>
    </message>
    <message>
        <source>Zoom around the pointer.</source>
        <translation>以指针为中心缩放。</translation>
    </message>
    <message>
        <source>Wheel, Shift + wheel</source>
        <translation>滚轮，Shift + 滚轮</translation>
    </message>
    <message>
        <source>Move the photo up and down, left and right.</source>
        <translation>上下、左右移动照片。</translation>
    </message>
    <message>
        <source>Hold Alt</source>
        <translation>按住 Alt</translation>
    </message>
    <message>
        <source>Subtract while painting, add while erasing.</source>
        <translation>涂抹时改为减去，擦除时改为添加。</translation>
    </message>
    <message>
        <source>Shift + click</source>
        <translation>Shift + 单击</translation>
    </message>
    <message>
        <source>Straight line from the end of the last stroke.</source>
        <translation>从上一笔的终点画直线。</translation>
    </message>
    <message>
        <source>Shift while painting</source>
        <translation>涂抹时按住 Shift</translation>
    </message>
    <message>
        <source>Keep the stroke horizontal or vertical.</source>
        <translation>使笔画保持水平或垂直。</translation>
    </message>
    <message>
        <source>Shift, Alt while selecting</source>
        <translation>选择时按住 Shift、Alt</translation>
    </message>
    <message>
        <source>Add to the mask, subtract from it.</source>
        <translation>添加到遮罩、从遮罩减去。</translation>
    </message>
    <message>
        <source>Alt + click with click select</source>
        <translation>点击选择时 Alt + 点击</translation>
    </message>
    <message>
        <source>Leave out what is clicked.</source>
        <translation>排除所点击的部分。</translation>
    </message>
    <message>
        <source>Alt + click with the label brush</source>
        <translation>使用标签画笔时 Alt + 单击</translation>
    </message>
    <message>
        <source>Pick the label that is there.</source>
        <translation>吸取该处的标签。</translation>
    </message>
    <message>
        <source>Double click, Enter</source>
        <translation>双击、回车</translation>
    </message>
    <message>
        <source>Close the polygon.</source>
        <translation>闭合多边形。</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>退格键</translation>
    </message>
    <message>
        <source>Take the last corner or click back.</source>
        <translation>撤回上一个顶点或点击。</translation>
    </message>
    <message>
        <source>Right button, drag sideways</source>
        <translation>按住右键左右拖动</translation>
    </message>
    <message>
        <source>Size of the brush.</source>
        <translation>调整画笔大小。</translation>
    </message>
    <message>
        <source>Right button, drag up or down</source>
        <translation>按住右键上下拖动</translation>
    </message>
    <message>
        <source>Hardness of the brush.</source>
        <translation>调整画笔硬度。</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Show all keys.</source>
        <translation>显示所有快捷键。</translation>
    </message>
    <message>
        <source>Open &amp;Log Folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Files that help to find an error.</source>
        <translation>有助于查找错误原因的文件。</translation>
    </message>
    <message>
        <source>&amp;About Lacuna</source>
        <translation>关于 Lacuna(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licenses.</source>
        <translation>版本与许可信息。</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>画笔(&amp;B)</translation>
    </message>
    <message>
        <source>Paint over what should disappear.</source>
        <translation>涂抹要去除的内容。</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>橡皮擦(&amp;E)</translation>
    </message>
    <message>
        <source>Take away from the mask.</source>
        <translation>从蒙版中擦除。</translation>
    </message>
    <message>
        <source>&amp;Click Select</source>
        <translation>点击选择(&amp;C)</translation>
    </message>
    <message>
        <source>Select an object by clicks on it; Alt and a click leaves out.</source>
        <translation>点击物体来选择它；按住 Alt 点击可排除。</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>套索(&amp;L)</translation>
    </message>
    <message>
        <source>Drag around what should disappear.</source>
        <translation>沿着要消失的东西拖一圈。</translation>
    </message>
    <message>
        <source>&amp;Polygon</source>
        <translation>多边形(&amp;P)</translation>
    </message>
    <message>
        <source>Click around what should disappear.</source>
        <translation>沿着要消失的东西逐点点击。</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>矩形(&amp;R)</translation>
    </message>
    <message>
        <source>Drag a rectangle.</source>
        <translation>拖出一个矩形。</translation>
    </message>
    <message>
        <source>L&amp;ine</source>
        <translation>线条(&amp;I)</translation>
    </message>
    <message>
        <source>Two clicks remove a wire or a pole.</source>
        <translation>点击两次即可去除电线或杆子。</translation>
    </message>
    <message>
        <source>&amp;Variation Brush</source>
        <translation>变体画笔(&amp;V)</translation>
    </message>
    <message>
        <source>Lar&amp;ger Brush</source>
        <translation>放大画笔(&amp;G)</translation>
    </message>
    <message>
        <source>Paint parts of another variation over the fill.</source>
        <translation>将另一变体的局部涂到填充上。</translation>
    </message>
    <message>
        <source>L&amp;abel Brush</source>
        <translation>标签画笔(&amp;A)</translation>
    </message>
    <message>
        <source>Paint into the hole what belongs there.</source>
        <translation>在待填区域中绘制该处应有的内容。</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>抓手(&amp;H)</translation>
    </message>
    <message>
        <source>S&amp;wap Brush and Eraser</source>
        <translation>切换画笔与橡皮擦(&amp;W)</translation>
    </message>
    <message>
        <source>Change between brush and eraser.</source>
        <translation>在画笔与橡皮擦之间切换。</translation>
    </message>
    <message>
        <source>S&amp;maller Brush</source>
        <translation>缩小画笔(&amp;M)</translation>
    </message>
    <message>
        <source>Make the brush smaller.</source>
        <translation>减小画笔的直径。</translation>
    </message>
    <message>
        <source>Make the brush larger.</source>
        <translation>增大画笔的直径。</translation>
    </message>
    <message>
        <source>&amp;Softer Brush</source>
        <translation>柔化画笔(&amp;S)</translation>
    </message>
    <message>
        <source>Soften the edge of the brush.</source>
        <translation>使画笔边缘更柔和。</translation>
    </message>
    <message>
        <source>Har&amp;der Brush</source>
        <translation>锐化画笔(&amp;D)</translation>
    </message>
    <message>
        <source>Sharpen the edge of the brush.</source>
        <translation>使画笔边缘更锐利。</translation>
    </message>
    <message>
        <source>&amp;Fit in Window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Show the whole photo.</source>
        <translation>显示整张照片。</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100%</translation>
    </message>
    <message>
        <source>Show every pixel of the photo.</source>
        <translation>按实际像素显示照片。</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Come closer.</source>
        <translation>放大显示。</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Step back.</source>
        <translation>缩小显示。</translation>
    </message>
    <message>
        <source>Show &amp;Mask</source>
        <translation>显示蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>Show or hide the mask&apos;s color.</source>
        <translation>显示或隐藏蒙版颜色。</translation>
    </message>
    <message>
        <source>Show &amp;Labels</source>
        <translation>显示标签(&amp;L)</translation>
    </message>
    <message>
        <source>Show or hide what belongs where, in the hole and around it.</source>
        <translation>显示或隐藏待填区域及其周围各处的标签。</translation>
    </message>
    <message>
        <source>&amp;Original</source>
        <translation>原照片(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Split View</source>
        <translation>分屏对比(&amp;S)</translation>
    </message>
    <message>
        <source>Compare before and after side by side.</source>
        <translation>并排对比处理前后的效果。</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>差异(&amp;D)</translation>
    </message>
    <message>
        <source>Show which pixels changed.</source>
        <translation>显示哪些像素发生了变化。</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Dark colors.</source>
        <translation>深色界面。</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Light colors.</source>
        <translation>浅色界面。</translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>The colors that the desktop uses.</source>
        <translation>使用系统桌面的外观。</translation>
    </message>
    <message>
        <source>s&amp;RGB</source>
        <translation>sRGB(&amp;R)</translation>
    </message>
    <message>
        <source>Show photos for an sRGB screen.</source>
        <translation>按 sRGB 屏幕显示照片。</translation>
    </message>
    <message>
        <source>From a &amp;File…</source>
        <translation>从文件选择(&amp;F)…</translation>
    </message>
    <message>
        <source>Show photos for the screen that an ICC profile describes.</source>
        <translation>按 ICC 配置文件所描述的屏幕显示照片。</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Use the whole screen.</source>
        <translation>全屏显示窗口。</translation>
    </message>
    <message>
        <source>&amp;Grow</source>
        <translation>扩大(&amp;G)</translation>
    </message>
    <message>
        <source>Let the mask reach further.</source>
        <translation>让蒙版向外扩大。</translation>
    </message>
    <message>
        <source>&amp;Shrink</source>
        <translation>缩小(&amp;S)</translation>
    </message>
    <message>
        <source>Let the mask end earlier.</source>
        <translation>让蒙版向内缩小。</translation>
    </message>
    <message>
        <source>&amp;Feather</source>
        <translation>羽化(&amp;F)</translation>
    </message>
    <message>
        <source>Fade the edge of the mask outwards.</source>
        <translation>让蒙版的边缘向外渐隐。</translation>
    </message>
    <message>
        <source>&amp;Import Mask…</source>
        <translation>导入蒙版(&amp;I)…</translation>
    </message>
    <message>
        <source>Take the mask from a picture: white is the hole.</source>
        <translation>从图片读取蒙版：白色为要填充的部分。</translation>
    </message>
    <message>
        <source>&amp;Export Mask…</source>
        <translation>导出蒙版(&amp;E)…</translation>
    </message>
    <message>
        <source>Write the mask to a PNG file.</source>
        <translation>把蒙版写入 PNG 文件。</translation>
    </message>
    <message>
        <source>&amp;Keep the Mask After a Fill</source>
        <translation>填充后保留蒙版(&amp;K)</translation>
    </message>
    <message>
        <source>Leave the mask where it is when its hole has been filled.</source>
        <translation>填充完成后蒙版仍留在原处。</translation>
    </message>
    <message>
        <source>&amp;Paint the Source Area</source>
        <translation>绘制取样区域(&amp;P)</translation>
    </message>
    <message>
        <source>Brush and selections mark where texture may come from.</source>
        <translation>画笔和选择将标记纹理可以取自哪里。</translation>
    </message>
    <message>
        <source>&amp;Clear Source Area</source>
        <translation>清除取样区域(&amp;C)</translation>
    </message>
    <message>
        <source>Let texture come from everywhere.</source>
        <translation>纹理可取自任何地方。</translation>
    </message>
    <message>
        <source>In&amp;vert Source Area</source>
        <translation>反转取样区域(&amp;V)</translation>
    </message>
    <message>
        <source>Swap where texture may and may not come from.</source>
        <translation>交换可取样与不可取样的区域。</translation>
    </message>
    <message>
        <source>Clear &amp;Labels</source>
        <translation>清除标签(&amp;L)</translation>
    </message>
    <message>
        <source>Leave what belongs where to the engine again.</source>
        <translation>各处应有的内容重新交由引擎决定。</translation>
    </message>
    <message>
        <source>the canvas, while held</source>
        <translation>画布（按住时）</translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message>
        <source>No fill engine</source>
        <translation>没有可用的填充引擎</translation>
    </message>
    <message>
        <source>Opening the fill engine…</source>
        <translation>正在启动填充引擎…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>还有 %n 个在等待</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDesk</name>
    <message>
        <source>{done} of {total} photos</source>
        <translation>{done} / {total} 张照片</translation>
    </message>
    <message numerus="yes">
        <source>%n filled</source>
        <translation>
            <numerusform>已填充 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失败 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a mask</source>
        <translation>
            <numerusform>无蒙版 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>{beginning}: {counts}. The report is {file}.</source>
        <translation>{beginning}：{counts}。报告文件为 {file}。</translation>
    </message>
    <message>
        <source>filled; JPEG compression changed {count} px around it, by {levels} levels at most</source>
        <translation>已填充；JPEG 压缩改变了周围 {count} 像素，最多 {levels} 级</translation>
    </message>
    <message>
        <source>filled, {count} px outside changed</source>
        <translation>已填充，蒙版外有 {count} 个像素改变</translation>
    </message>
    <message>
        <source>filled, nothing outside changed</source>
        <translation>已填充，蒙版外没有改变</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>Fill a folder</source>
        <translation>填充文件夹</translation>
    </message>
    <message>
        <source>Subfolders too</source>
        <translation>包括子文件夹</translation>
    </message>
    <message>
        <source>A photo&apos;s mask has the photo&apos;s name; white is filled. One mask can serve all photos. A batch that was stopped goes on when it is started again with the same folders.</source>
        <translation>蒙版与照片同名，白色部分会被填充。也可以让所有照片共用一个蒙版。停止的批处理用相同的文件夹再次开始时会继续。</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>Risk: how much several fills disagree. Double-click a result to look at it.</source>
        <translation>风险：多次填充之间的差异程度。双击结果可查看照片。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Open results</source>
        <translation>打开结果</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Folder of photos</source>
        <translation>照片文件夹</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Folder of masks, or one mask</source>
        <translation>蒙版文件夹，或一个蒙版</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What became of the photos</source>
        <translation>各张照片的结果</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>批处理进度</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Masks (*.png *.tif *.tiff *.jpg *.jpeg *.webp)</source>
        <translation>蒙版 (*.png *.tif *.tiff *.jpg *.jpeg *.webp)</translation>
    </message>
</context>
<context>
    <name>BrushPanel</name>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Diameter of the brush.</source>
        <translation>画笔的直径。</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>How sharp the brush&apos;s edge is.</source>
        <translation>画笔边缘的锐利程度。</translation>
    </message>
    <message>
        <source>Pen pressure changes the size</source>
        <translation>笔压控制画笔大小</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>The photo. Paint over what is to be erased.</source>
        <translation>照片。请涂抹要去除的内容。</translation>
    </message>
</context>
<context>
    <name>Captions</name>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n 位</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClickSelect</name>
    <message>
        <source>Click on the object first, then on what does not belong to it.</source>
        <translation>请先点击物体，再点击不属于它的部分。</translation>
    </message>
    <message>
        <source>Select object</source>
        <translation>选择物体</translation>
    </message>
</context>
<context>
    <name>ClickWorker</name>
    <message>
        <source>The object was not found.</source>
        <translation>没有找到物体。</translation>
    </message>
</context>
<context>
    <name>ColorButton</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Mask of the project</source>
        <translation>项目的蒙版</translation>
    </message>
    <message>
        <source>Source area of the project</source>
        <translation>项目的取样区域</translation>
    </message>
    <message>
        <source>Labels of the project</source>
        <translation>项目中的标签</translation>
    </message>
</context>
<context>
    <name>EdgeCommand</name>
    <message>
        <source>Adjust edge</source>
        <translation>调整边缘</translation>
    </message>
</context>
<context>
    <name>EdgePanel</name>
    <message>
        <source>Edge of the last fill</source>
        <translation>最近一次填充的边缘</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Let the fill reach further out, or less far.</source>
        <translation>使填充范围向外扩展或向内收缩。</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Fade the fill into the photo over this distance.</source>
        <translation>在此距离内使填充渐变融入照片。</translation>
    </message>
    <message>
        <source>Available after a fill.</source>
        <translation>填充后可用。</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>{path} cannot be written: {strerror}.</source>
        <translation>无法写入 {path}：{strerror}。</translation>
    </message>
    <message>
        <source>{path} is a folder; please name a file in it.</source>
        <translation>{path} 是文件夹，请指定其中的文件名。</translation>
    </message>
    <message>
        <source>The name of {path} is not valid UTF-8; please rename it.</source>
        <translation>{path} 的名称不是有效的 UTF-8，请重命名。</translation>
    </message>
    <message>
        <source>The name of {path} is too long for the file system.</source>
        <translation>{path} 的名称超出了文件系统允许的长度。</translation>
    </message>
    <message>
        <source>There is not enough room in {folder} to write {name}.</source>
        <translation>{folder} 的空间不足，无法写入 {name}。</translation>
    </message>
    <message>
        <source>There is no folder {folder} to write {name} to.</source>
        <translation>文件夹 {folder} 不存在，无法写入 {name}。</translation>
    </message>
    <message>
        <source>{name} cannot be written: {folder} is read-only.</source>
        <translation>无法写入 {name}：{folder} 为只读。</translation>
    </message>
    <message>
        <source>{path} is not an image that can be read; {supported}.</source>
        <translation>{path} 不是可读取的图像；{supported}。</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} 是空文件。</translation>
    </message>
    <message>
        <source>{path} is an AVIF picture; {supported}, please convert it first.</source>
        <translation>{path} 是 AVIF 图片，请先转换格式；{supported}。</translation>
    </message>
    <message>
        <source>{path} is damaged or incomplete and cannot be read.</source>
        <translation>{path} 已损坏或不完整，无法读取。</translation>
    </message>
    <message>
        <source>{path} is {kind}; {supported}.</source>
        <translation>{path} 是 {kind}；{supported}。</translation>
    </message>
    <message>
        <source>{path} is a {upper} file; a mask must be a PNG, TIFF, JPEG or WebP.</source>
        <translation>{path} 是 {upper} 文件；蒙版必须是 PNG、TIFF、JPEG 或 WebP。</translation>
    </message>
    <message>
        <source>{path} claims to be {width} x {height} pixels but is only {length} bytes long; that is no photo, and it was not opened.</source>
        <translation>{path} 声称有 {width} x {height} 像素，却只有 {length} 字节；这不是照片，未打开。</translation>
    </message>
    <message>
        <source>{path} ({width} x {height} pixels) needs about {needed} GB of memory, and only {free} GB are free.</source>
        <translation>{path}（{width} x {height} 像素）约需 {needed} GB 内存，目前仅有 {free} GB 可用。</translation>
    </message>
    <message>
        <source>{path} is a folder, not a photo.</source>
        <translation>{path} 是文件夹，不是照片。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>文件 {path} 不存在。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {strerror}.</source>
        <translation>无法读取 {path}：{strerror}。</translation>
    </message>
    <message>
        <source>{path} is damaged, or a kind of TIFF that cannot be read.</source>
        <translation>{path} 已损坏，或是无法读取的 TIFF 类型。</translation>
    </message>
    <message>
        <source>{path} is an HDR picture ({curve}); please export it in standard range first.</source>
        <translation>{path} 是 HDR 图片（{curve}），请先导出为标准动态范围。</translation>
    </message>
    <message>
        <source>{path} is a HEIC picture: install the extra “lacuna[heic]” to open it, or convert it to a TIFF or PNG first.</source>
        <translation>{path} 是 HEIC 图片：请安装附加组件“lacuna[heic]”后打开，或先转换为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>The mask is {found} x {found2} pixels and the photo {size} x {size2}; they must be of the same size.</source>
        <translation>蒙版为 {found} x {found2} 像素，照片为 {size} x {size2} 像素，两者尺寸必须相同。</translation>
    </message>
    <message>
        <source>Previews inside the file were removed: they still showed the photo before the fill.</source>
        <translation>已移除文件内的预览图：其中仍显示填充前的照片。</translation>
    </message>
    <message>
        <source>Comments are not carried over: {upper} has no place for them.</source>
        <translation>未保留注释：{upper} 无法存放注释。</translation>
    </message>
    <message>
        <source>Not carried over: {join}.</source>
        <translation>未保留：{join}。</translation>
    </message>
    <message>
        <source>Extended XMP is not carried over: only JPEG has a place for it.</source>
        <translation>未保留扩展 XMP：只有 JPEG 可以存放。</translation>
    </message>
    <message>
        <source>The XMP metadata are damaged and were not carried over.</source>
        <translation>XMP 元数据已损坏，未保留。</translation>
    </message>
    <message>
        <source>The EXIF data are too long for a JPEG and were not carried over.</source>
        <translation>EXIF 数据超出 JPEG 的容量，未保留。</translation>
    </message>
    <message>
        <source>IPTC fields are not carried over: {upper} has no place for them.</source>
        <translation>未保留 IPTC 字段：{upper} 无法存放。</translation>
    </message>
    <message>
        <source>The XMP metadata are too long for a JPEG and were not carried over.</source>
        <translation>XMP 元数据超出 JPEG 的容量，未保留。</translation>
    </message>
    <message>
        <source>{inside}; outside it {outside_changed} of {outside} ({outside_share}), by at most {outside_largest} of {depth} levels.</source>
        <translation>{inside}；蒙版外 {outside} 中有 {outside_changed}（{outside_share}）改变，最多相差 {outside_largest}/{depth} 级。</translation>
    </message>
    <message>
        <source>{inside}; outside it none of {outside}.</source>
        <translation>{inside}；蒙版外 {outside} 均未改变。</translation>
    </message>
    <message>
        <source>Photos and mask differ in size: {sizes} pixels.</source>
        <translation>照片与蒙版尺寸不同：{sizes} 像素。</translation>
    </message>
    <message>
        <source>{path} is a camera&apos;s RAW file: install the extra “lacuna[raw]” to open it, or develop it to a 16-bit TIFF first.</source>
        <translation>{path} 是相机 RAW 文件：请安装附加组件“lacuna[raw]”后打开，或先冲印为 16 位 TIFF。</translation>
    </message>
    <message>
        <source>{path} is a RAW file that is damaged, or of a camera that is not supported.</source>
        <translation>{path} 是已损坏的 RAW 文件，或来自不受支持的相机。</translation>
    </message>
    <message>
        <source>{path} is a CMYK file; it has to be converted to RGB first.</source>
        <translation>{path} 是 CMYK 文件，必须先转换为 RGB。</translation>
    </message>
    <message>
        <source>{path} is stored in {upper} colors; please convert it to RGB first.</source>
        <translation>{path} 采用 {upper} 颜色模式，请先转换为 RGB。</translation>
    </message>
    <message>
        <source>{path} has floating-point or signed pixels; 8 and 16 bits per channel are supported.</source>
        <translation>{path} 使用浮点或有符号像素；仅支持每通道 8 位和 16 位。</translation>
    </message>
    <message>
        <source>{path} has {bands} channels; gray and RGB, with or without alpha, are supported.</source>
        <translation>{path} 有 {bands} 个通道；仅支持灰度和 RGB（可含 Alpha）。</translation>
    </message>
    <message>
        <source>There is not enough memory to open {path}.</source>
        <translation>内存不足，无法打开 {path}。</translation>
    </message>
    <message>
        <source>{name} should end in .jpg, .png, .tif or .webp to say what to write.</source>
        <translation>{name} 应以 .jpg、.png、.tif 或 .webp 结尾以指明格式。</translation>
    </message>
    <message>
        <source>{path} is the photo itself; it is only replaced when overwriting is asked for.</source>
        <translation>{path} 就是原照片；只有在要求覆盖时才会替换。</translation>
    </message>
    <message>
        <source>{upper} files end at {longest} pixels a side; please choose PNG or TIFF.</source>
        <translation>{upper} 文件每边最多 {longest} 像素，请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>JPEG cannot hold the photo&apos;s transparency; please choose PNG, TIFF or WebP.</source>
        <translation>JPEG 无法保存照片的透明度，请选择 PNG、TIFF 或 WebP。</translation>
    </message>
    <message>
        <source>Reduced to 8 bits per channel: {upper} holds no more.</source>
        <translation>已降为每通道 8 位：{upper} 不支持更高位深。</translation>
    </message>
    <message>
        <source>Converted from CMYK to sRGB.</source>
        <translation>已从 CMYK 转换为 sRGB。</translation>
    </message>
    <message>
        <source>There is not enough memory to write {path}.</source>
        <translation>内存不足，无法写入 {path}。</translation>
    </message>
    <message>
        <source>The weights {name} were not found.</source>
        <translation>未找到模型权重 {name}。</translation>
    </message>
    <message>
        <source>The weights {name} were not made for this version of Lacuna.</source>
        <translation>模型权重 {name} 不适用于此版本的 Lacuna。</translation>
    </message>
    <message>
        <source>The weights {name} do not fit the network that they describe.</source>
        <translation>模型权重 {name} 与其描述的网络不符。</translation>
    </message>
    <message>
        <source>The weights {name} are damaged: their checksum does not match.</source>
        <translation>模型权重 {name} 已损坏：校验和不匹配。</translation>
    </message>
    <message>
        <source>The weights {name} are damaged or not a safetensors file.</source>
        <translation>模型权重 {name} 已损坏，或不是 safetensors 文件。</translation>
    </message>
    <message>
        <source>The checksums {name} beside {name2} are damaged.</source>
        <translation>{name2} 旁的校验和文件 {name} 已损坏。</translation>
    </message>
    <message>
        <source>The weights {name} are damaged: some of their numbers are not finite.</source>
        <translation>模型权重 {name} 已损坏：其中含有非有限数值。</translation>
    </message>
    <message>
        <source>The weights were made for another version of Lacuna.</source>
        <translation>模型权重是为其他版本的 Lacuna 制作的。</translation>
    </message>
    <message>
        <source>The semantic encoder “{name}” is not a vision transformer of timm&apos;s.</source>
        <translation>语义编码器“{name}”不是 timm 的视觉 Transformer。</translation>
    </message>
    <message>
        <source>The semantic encoder “{name}” is one of timm&apos;s, which is not installed here.</source>
        <translation>语义编码器“{name}”来自 timm，但此处未安装 timm。</translation>
    </message>
    <message>
        <source>The process that was at it ended unexpectedly; perhaps the memory was not enough.</source>
        <translation>处理它的进程意外结束，可能是内存不足。</translation>
    </message>
    <message>
        <source>There is a batch in {output} already: resume it (--resume) or replace it (--overwrite).</source>
        <translation>{output} 中已有批处理：请继续 (--resume) 或替换 (--overwrite)。</translation>
    </message>
    <message>
        <source>The batch in {output} was begun with other folders or settings; it is only resumed with the same ones.</source>
        <translation>{output} 中的批处理使用了其他文件夹或设置，只能以相同的设置继续。</translation>
    </message>
    <message>
        <source>Another batch is writing to {output}.</source>
        <translation>另一个批处理正在写入 {output}。</translation>
    </message>
    <message>
        <source>{photos} is not a folder; “lacuna fill” fills a single photo.</source>
        <translation>{photos} 不是文件夹；“lacuna fill”用于填充单张照片。</translation>
    </message>
    <message>
        <source>Photos and masks need a folder each: they have the same names.</source>
        <translation>照片与蒙版同名，须分别放在不同的文件夹中。</translation>
    </message>
    <message>
        <source>{output} is not a folder.</source>
        <translation>{output} 不是文件夹。</translation>
    </message>
    <message>
        <source>Results need a folder of their own; photos and masks are never replaced.</source>
        <translation>结果需要单独的文件夹；照片和蒙版绝不会被替换。</translation>
    </message>
    <message>
        <source>There are no photos in {photos}.</source>
        <translation>{photos} 中没有照片。</translation>
    </message>
    <message>
        <source>None of the photos has a mask of its name in {masks}.</source>
        <translation>{masks} 中没有与任何照片同名的蒙版。</translation>
    </message>
    <message>
        <source>There are several masks of its name: {join}.</source>
        <translation>有多个同名蒙版：{join}。</translation>
    </message>
    <message>
        <source>There is no {folder} to take the {kind} from.</source>
        <translation>{folder} 不存在，无法从中读取 {kind}。</translation>
    </message>
    <message>
        <source>Its result would have the name of that of {taken}.</source>
        <translation>其结果会与 {taken} 的结果同名。</translation>
    </message>
    <message>
        <source>Its result would replace its mask.</source>
        <translation>其结果会替换它的蒙版。</translation>
    </message>
    <message>
        <source>{output} is there already and is not overwritten.</source>
        <translation>{output} 已存在，不会覆盖。</translation>
    </message>
    <message>
        <source>It has no mask.</source>
        <translation>没有蒙版。</translation>
    </message>
    <message>
        <source>{name} is a CMYK file; it has to be converted to RGB first (--to-rgb does so).</source>
        <translation>{name} 是 CMYK 文件，必须先转换为 RGB（可用 --to-rgb）。</translation>
    </message>
    <message>
        <source>There is not enough memory for it.</source>
        <translation>内存不足，无法处理。</translation>
    </message>
    <message>
        <source>An internal error, {name}: {error}.</source>
        <translation>内部错误 {name}：{error}。</translation>
    </message>
    <message>
        <source>The device “{name}” is unknown; use auto, cpu or cuda.</source>
        <translation>未知设备“{name}”；请使用 auto、cpu 或 cuda。</translation>
    </message>
    <message>
        <source>No CUDA device was found; use --device cpu.</source>
        <translation>未找到 CUDA 设备；请使用 --device cpu。</translation>
    </message>
    <message>
        <source>There is not enough memory for this hole; fill it in smaller parts.</source>
        <translation>内存不足以填充此区域，请分成较小的部分填充。</translation>
    </message>
    <message>
        <source>The photo must be RGB or RGBA with 8 or 16 bits per channel.</source>
        <translation>照片必须是每通道 8 位或 16 位的 RGB 或 RGBA。</translation>
    </message>
    <message>
        <source>The mask is empty: there is nothing to fill.</source>
        <translation>蒙版为空，没有可填充的内容。</translation>
    </message>
    <message>
        <source>The mask covers the whole photo: nothing is left to fill it from.</source>
        <translation>蒙版覆盖了整张照片，没有可供取样的内容。</translation>
    </message>
    <message>
        <source>The {name} is {shape} x {shape2} pixels, but the photo is {shape3} x {shape4}.</source>
        <translation>{name} 为 {shape} x {shape2} 像素，而照片为 {shape3} x {shape4} 像素。</translation>
    </message>
    <message>
        <source>The {name} must be made of booleans or 8-bit coverage.</source>
        <translation>{name} 必须由布尔值或 8 位覆盖值构成。</translation>
    </message>
    <message>
        <source>{capitalize} must lie between 0 and 1.</source>
        <translation>{capitalize} 必须在 0 到 1 之间。</translation>
    </message>
    <message>
        <source>The label map is {found} x {found2} pixels and the photo {size} x {size2}; they must be of the same size.</source>
        <translation>标签图为 {found} x {found2} 像素，照片为 {size} x {size2} 像素，两者尺寸必须相同。</translation>
    </message>
    <message>
        <source>The label map {path} holds the color {red}, {green}, {blue}, which is no label&apos;s.</source>
        <translation>标签图 {path} 中的颜色 {red}, {green}, {blue} 不属于任何标签。</translation>
    </message>
    <message>
        <source>{name} holds the code {code}, which no label has.</source>
        <translation>{name} 中的编码 {code} 不属于任何标签。</translation>
    </message>
    <message>
        <source>The label map must be made of 8-bit codes.</source>
        <translation>标签图必须由 8 位编码组成。</translation>
    </message>
    <message>
        <source>Label maps are written as PNG; please name {name} so.</source>
        <translation>标签图以 PNG 格式写入，请将 {name} 改为相应的文件名。</translation>
    </message>
    <message>
        <source>The vocabulary “{vocabulary}” is unknown; use {join}.</source>
        <translation>未知的词汇表“{vocabulary}”，请使用 {join}。</translation>
    </message>
    <message>
        <source>The number of an alternative must not be negative.</source>
        <translation>备选编号不能为负数。</translation>
    </message>
    <message>
        <source>The seed must be a whole number from 0 to {largest_seed}.</source>
        <translation>种子必须是 0 到 {largest_seed} 的整数。</translation>
    </message>
    <message>
        <source>How far a fill goes beyond the mask must not be negative.</source>
        <translation>填充超出蒙版的距离不能为负数。</translation>
    </message>
    <message>
        <source>These weights know no labels: they fill without saying what belongs where.</source>
        <translation>此权重不认识标签：只填充，不说明各处是什么。</translation>
    </message>
    <message>
        <source>The ring around the mask must be 0 to {widest_ring_px} pixels wide.</source>
        <translation>蒙版周围的过渡带宽度必须在 0 到 {widest_ring_px} 像素之间。</translation>
    </message>
    <message>
        <source>The mask {path} marks nothing: nothing in it is brighter than 127 (brightest: {level}).</source>
        <translation>蒙版 {path} 未标记任何区域：其中没有亮度高于 127 的像素（最亮为 {level}）。</translation>
    </message>
    <message>
        <source>The source mask is {found} x {found2} pixels and the photo {size} x {size2}; they must be of the same size.</source>
        <translation>取样蒙版为 {found} x {found2} 像素，照片为 {size} x {size2} 像素，两者尺寸必须相同。</translation>
    </message>
    <message>
        <source>The mask {path} is empty: white marks what is to be filled.</source>
        <translation>蒙版 {path} 为空：白色表示要填充的区域。</translation>
    </message>
    <message>
        <source>The mask {path} covers the whole photo: nothing is left to fill from.</source>
        <translation>蒙版 {path} 覆盖了整张照片，没有可供取样的内容。</translation>
    </message>
    <message>
        <source>The source mask {path} is empty: white marks where texture may come from.</source>
        <translation>取样蒙版 {path} 为空：白色表示可供取样的区域。</translation>
    </message>
    <message>
        <source>The source mask {path} lies wholly in the hole: there is no texture.</source>
        <translation>取样蒙版 {path} 完全位于待填区域之内，没有可供取样的纹理。</translation>
    </message>
    <message>
        <source>The source mask marks only {usable} pixels outside the hole: fewer than {least_sources_px} hold little or no texture to choose from.</source>
        <translation>取样蒙版在待填区域之外仅标记了 {usable} 个像素：少于 {least_sources_px} 个时，几乎没有可供取样的纹理。</translation>
    </message>
    <message>
        <source>The engine stopped without a result.</source>
        <translation>填充引擎未给出结果便停止了。</translation>
    </message>
    <message>
        <source>The fill was cancelled.</source>
        <translation>填充已取消。</translation>
    </message>
</context>
<context>
    <name>EngineThread</name>
    <message>
        <source>The fill engine could not be started.</source>
        <translation>无法启动填充引擎。</translation>
    </message>
    <message>
        <source>The fill stopped because of an error.</source>
        <translation>填充因出错而停止。</translation>
    </message>
    <message>
        <source>The fill engine stopped without a result.</source>
        <translation>填充引擎未给出结果便停止了。</translation>
    </message>
    <message>
        <source>There is not enough memory for this; close other programs, or mark a smaller area.</source>
        <translation>内存不足。请关闭其他程序，或缩小涂抹区域。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export photo</source>
        <translation>导出照片</translation>
    </message>
    <message numerus="yes">
        <source>As the source (%n bit)</source>
        <translation>
            <numerusform>与原文件相同（%n 位）</numerusform>
        </translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>As the source</source>
        <translation>与原文件相同</translation>
    </message>
    <message>
        <source>As the source ({profile})</source>
        <translation>与原文件相同（{profile}）</translation>
    </message>
    <message>
        <source>Convert to sRGB</source>
        <translation>转换为 sRGB</translation>
    </message>
    <message>
        <source>Keep camera data, date, place and captions</source>
        <translation>保留相机数据、日期、地点和说明</translation>
    </message>
    <message>
        <source>Note that an algorithm made a part of the photo</source>
        <translation>注明照片的一部分由算法生成</translation>
    </message>
    <message>
        <source>The IPTC&apos;s “digital source type”, which many galleries ask for.</source>
        <translation>IPTC 的“数字来源类型”，许多图库要求填写。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品质</translation>
    </message>
    <message>
        <source>Colors</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>Bits per channel</source>
        <translation>每通道位数</translation>
    </message>
    <message>
        <source>Lossless</source>
        <translation>无损</translation>
    </message>
    <message>
        <source>Please name the file to write.</source>
        <translation>请为要写入的文件命名。</translation>
    </message>
    <message>
        <source>{name} is a folder; please name a file in it.</source>
        <translation>{name} 是文件夹；请指定其中的文件名。</translation>
    </message>
    <message>
        <source>The name is too long for a file; please shorten it.</source>
        <translation>文件名太长，请缩短。</translation>
    </message>
    <message>
        <source>This changes pixels everywhere a little. PNG, TIFF and lossless WebP keep them.</source>
        <translation>这会使各处的像素略有改变。PNG、TIFF 和无损 WebP 会保持像素不变。</translation>
    </message>
    <message>
        <source>The file will be called {name}.</source>
        <translation>文件将命名为 {name}。</translation>
    </message>
    <message>
        <source>Keep metadata</source>
        <translation>保留元数据</translation>
    </message>
    <message>
        <source>Note the algorithm</source>
        <translation>注明算法</translation>
    </message>
    <message>
        <source>Photos (*.jpg *.jpeg *.png *.tif *.tiff *.webp)</source>
        <translation>照片 (*.jpg *.jpeg *.png *.tif *.tiff *.webp)</translation>
    </message>
    <message>
        <source>With the quality of the source nearly every pixel outside the mask stays as it was.</source>
        <translation>使用原文件的品质，蒙版外几乎所有像素都保持不变。</translation>
    </message>
    <message>
        <source>WebP holds 8 bits per channel.</source>
        <translation>WebP 每通道为 8 位。</translation>
    </message>
    <message>
        <source>Every pixel outside the mask stays exactly as it was.</source>
        <translation>蒙版外的每个像素都保持原样。</translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>What the fills changed could not be counted.</source>
        <translation>无法统计填充所做的更改。</translation>
    </message>
    <message>
        <source>Exported {name}. {proof}</source>
        <translation>已导出 {name}。{proof}</translation>
    </message>
    <message>
        <source>unnamed profile</source>
        <translation>未命名的配置文件</translation>
    </message>
</context>
<context>
    <name>FillController</name>
    <message>
        <source>Paint over what should disappear, then fill.</source>
        <translation>请先涂抹要去除的内容，再进行填充。</translation>
    </message>
    <message>
        <source>There is no fill yet that could be tried again.</source>
        <translation>还没有可以换结果的填充。</translation>
    </message>
    <message>
        <source>Fill something first; then its labels can be changed and filled anew.</source>
        <translation>请先填充一处，然后可以修改其标签并重新填充。</translation>
    </message>
    <message>
        <source>Another hole is being filled; when that is done, it can be tried again.</source>
        <translation>正在填充另一处；完成后即可重试。</translation>
    </message>
    <message>
        <source>The photo changed here while the fill was running, so it was not used. Fill again.</source>
        <translation>填充期间此处的照片已改变，因此未采用该结果。请重新填充。</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Fill with labels</source>
        <translation>按标签填充</translation>
    </message>
    <message>
        <source>Another try, {number}</source>
        <translation>换个结果 {number}</translation>
    </message>
</context>
<context>
    <name>FillPanel</name>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>换个结果</translation>
    </message>
    <message>
        <source>Fill when the stroke ends</source>
        <translation>松开画笔即填充</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>How much of the photo&apos;s own texture the fill takes.</source>
        <translation>填充采用照片自身纹理的程度。</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>颗粒</translation>
    </message>
    <message>
        <source>How much of the surroundings&apos; grain the fill gets.</source>
        <translation>填充沿用周围颗粒感的程度。</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>过渡带</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Fade the fill into the photo over this ring outside the mask; nothing beyond changes.</source>
        <translation>填充在蒙版外的这一过渡带内渐变融入照片；过渡带之外没有任何改变。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>FillProgress</name>
    <message>
        <source>Preparing the photo</source>
        <translation>正在准备照片</translation>
    </message>
    <message>
        <source>Understanding the scene</source>
        <translation>正在分析场景</translation>
    </message>
    <message>
        <source>Deciding what belongs where</source>
        <translation>正在判断各处应有的内容</translation>
    </message>
    <message>
        <source>Painting the structure</source>
        <translation>正在绘制结构</translation>
    </message>
    <message>
        <source>Growing texture</source>
        <translation>正在生成纹理</translation>
    </message>
    <message>
        <source>Finishing the edge</source>
        <translation>正在处理边缘</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <source>Opening the fill engine</source>
        <translation>正在启动填充引擎</translation>
    </message>
    <message>
        <source>less than 1 s left</source>
        <translation>剩余不到 1 秒</translation>
    </message>
    <message>
        <source>about {count} s left</source>
        <translation>剩余约 {count} 秒</translation>
    </message>
    <message>
        <source>about {count} min left</source>
        <translation>剩余约 {count} 分钟</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Paint over what should disappear. Shift: straight. Alt: erase.</source>
        <translation>涂抹要消失的东西。Shift：直线。Alt：擦除。</translation>
    </message>
    <message>
        <source>Take away from the mask. Shift: straight. Alt: paint.</source>
        <translation>从蒙版中擦除。Shift：直线。Alt：涂抹。</translation>
    </message>
    <message>
        <source>Click on an object. Alt: leave out. Shift: one more object. Backspace: last click back.</source>
        <translation>点击物体。Alt：排除。Shift：再选一个物体。退格键：撤回上次点击。</translation>
    </message>
    <message>
        <source>Drag around what should disappear. Shift: add. Alt: subtract.</source>
        <translation>沿着要消失的东西拖一圈。Shift：添加。Alt：减去。</translation>
    </message>
    <message>
        <source>Click corner by corner; double click or Enter closes. Backspace: last corner back.</source>
        <translation>逐个点击顶点；双击或回车闭合。退格键：撤回上一个顶点。</translation>
    </message>
    <message>
        <source>Drag a rectangle. Shift: add. Alt: subtract.</source>
        <translation>拖出一个矩形。Shift：添加。Alt：减去。</translation>
    </message>
    <message>
        <source>Click both ends of a wire or pole. Shift: 15° steps. [ ]: width.</source>
        <translation>点击电线或杆子的两端。Shift：按 15° 转动。[ ]：宽度。</translation>
    </message>
    <message>
        <source>Paint what belongs there. Alt: pick from the photo. R: fill with labels.</source>
        <translation>绘制该处应有的内容。Alt：从照片吸取。R：按标签填充。</translation>
    </message>
    <message>
        <source>Drag the photo.</source>
        <translation>拖动照片。</translation>
    </message>
    <message>
        <source>Paint parts of the variation marked by a brush over the fill. Alt: take them back.</source>
        <translation>把带画笔标记的变体的局部涂到填充上。Alt：恢复。</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Photo as opened</source>
        <translation>打开时的照片</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Steps since the photo was opened. Choose one to go there.</source>
        <translation>打开照片以来的操作步骤。选择某一步即可回到该状态。</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>{name} was not opened: your work came first.</source>
        <translation>未打开 {name}：已优先恢复您的工作。</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>KeysTable</name>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Choose an action to change its key.</source>
        <translation>选择一项操作以更改其快捷键。</translation>
    </message>
    <message>
        <source>New key of the chosen action</source>
        <translation>所选操作的新快捷键</translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation>按下新的快捷键</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>使用此快捷键</translation>
    </message>
    <message>
        <source>Back to default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation>已更改。</translation>
    </message>
    <message>
        <source>{keys} belongs to “{action}” already.</source>
        <translation>{keys} 已用于“{action}”。</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>改用于此操作</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>画布上的操作</translation>
    </message>
    <message>
        <source>Key of “{action}”:</source>
        <translation>“{action}”的快捷键：</translation>
    </message>
    <message>
        <source>All keys are as they were at first.</source>
        <translation>所有快捷键已恢复默认。</translation>
    </message>
</context>
<context>
    <name>LabelController</name>
    <message>
        <source>Looking at what belongs where</source>
        <translation>正在识别各处的内容</translation>
    </message>
</context>
<context>
    <name>LabelHand</name>
    <message>
        <source>No label is known here; labels are known in the hole and around it.</source>
        <translation>此处没有已知的标签；只有待填区域及其周围才有标签。</translation>
    </message>
    <message>
        <source>Press inside a label near its border, and drag into the hole.</source>
        <translation>请在标签内靠近边界处按住，并拖入待填区域。</translation>
    </message>
    <message>
        <source>Choose a label in the list first, or hold Alt and click on one in the photo.</source>
        <translation>请先在列表中选择标签，或按住 Alt 单击照片中的内容。</translation>
    </message>
    <message>
        <source>Labels can be painted in the hole, and where they are shown around it.</source>
        <translation>标签可以绘制在待填区域中，以及周围显示标签的地方。</translation>
    </message>
</context>
<context>
    <name>LabelList</name>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Hole</source>
        <translation>区域内</translation>
    </message>
    <message>
        <source>Around</source>
        <translation>周围</translation>
    </message>
    <message>
        <source>Share of the hole</source>
        <translation>占待填区域的比例</translation>
    </message>
    <message>
        <source>Share of what surrounds the hole</source>
        <translation>占区域周围的比例</translation>
    </message>
    <message>
        <source>Paint over something: its labels, and those around it, are listed here.</source>
        <translation>涂抹某处之后，这里会列出该处及其周围的标签。</translation>
    </message>
</context>
<context>
    <name>LabelPanel</name>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Show labels</source>
        <translation>显示标签</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>标签集</translation>
    </message>
    <message>
        <source>Which labels a photo is divided into.</source>
        <translation>照片按哪一套标签划分。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Street scene</source>
        <translation>街景</translation>
    </message>
    <message>
        <source>Kinds in this photo</source>
        <translation>照片中的类别</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Size of the label brush. Keys: [ and ] while it is in the hand</source>
        <translation>标签画笔的大小。使用该工具时按 [ 和 ] 键</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>How strongly labels cover the photo.</source>
        <translation>标签覆盖照片的程度。</translation>
    </message>
    <message>
        <source>Fill with labels</source>
        <translation>按标签填充</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Paint the label</source>
        <translation>绘制标签</translation>
    </message>
    <message>
        <source>Paint the chosen label into the hole; beside it, correct what was seen.</source>
        <translation>在待填区域中绘制所选标签；在区域之外则更正识别结果。</translation>
    </message>
    <message>
        <source>Drag a border</source>
        <translation>拖动边界</translation>
    </message>
    <message>
        <source>Press inside a label near its border and drag: the label grows along the drag.</source>
        <translation>在标签内靠近边界处按住并拖动：标签会沿拖动方向扩展。</translation>
    </message>
    <message>
        <source>Erase labels</source>
        <translation>擦除标签</translation>
    </message>
    <message>
        <source>Leave it to the engine again what belongs there.</source>
        <translation>该处应有的内容重新交由引擎决定。</translation>
    </message>
    <message>
        <source>Pick a label</source>
        <translation>吸取标签</translation>
    </message>
    <message>
        <source>Click on what you want in the photo. Or hold Alt while painting.</source>
        <translation>单击照片中想要的内容。也可以在绘制时按住 Alt。</translation>
    </message>
    <message>
        <source>Label brush</source>
        <translation>标签画笔</translation>
    </message>
    <message>
        <source>Say what belongs where in the hole, and fill it so.</source>
        <translation>指定待填区域各处应有的内容，并据此填充。</translation>
    </message>
</context>
<context>
    <name>LabelSight</name>
    <message>
        <source>Paint over something first: labels are of the hole and its surroundings.</source>
        <translation>请先涂抹要填充的部分：标签针对该区域及其周围。</translation>
    </message>
</context>
<context>
    <name>Labeling</name>
    <message>
        <source>The weights in use know no labels: nobody can tell them what belongs where.</source>
        <translation>当前使用的模型权重不认识标签，无法指定各处应有的内容。</translation>
    </message>
    <message>
        <source>Labels can be used as soon as the fill engine is open.</source>
        <translation>填充引擎启动后即可使用标签。</translation>
    </message>
    <message>
        <source>Label: {name}</source>
        <translation>标签：{name}</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>Erase labels</source>
        <translation>擦除标签</translation>
    </message>
    <message>
        <source>Paint label</source>
        <translation>绘制标签</translation>
    </message>
    <message>
        <source>Correct label</source>
        <translation>更正标签</translation>
    </message>
    <message>
        <source>Drag label</source>
        <translation>拖动标签</translation>
    </message>
    <message>
        <source>Clear labels</source>
        <translation>清除标签</translation>
    </message>
    <message>
        <source>sky</source>
        <translation>天空</translation>
    </message>
    <message>
        <source>building</source>
        <translation>建筑</translation>
    </message>
    <message>
        <source>pole</source>
        <translation>杆</translation>
    </message>
    <message>
        <source>road</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>pavement</source>
        <translation>人行道</translation>
    </message>
    <message>
        <source>tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>标志牌</translation>
    </message>
    <message>
        <source>fence</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>car</source>
        <translation>汽车</translation>
    </message>
    <message>
        <source>pedestrian</source>
        <translation>行人</translation>
    </message>
    <message>
        <source>bicyclist</source>
        <translation>骑车人</translation>
    </message>
    <message>
        <source>brown things</source>
        <translation>棕色物体</translation>
    </message>
    <message>
        <source>cream things</source>
        <translation>米色物体</translation>
    </message>
    <message>
        <source>white things</source>
        <translation>白色物体</translation>
    </message>
    <message>
        <source>textured things</source>
        <translation>有纹理的物体</translation>
    </message>
    <message>
        <source>dark areas</source>
        <translation>暗部</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>阴影</translation>
    </message>
    <message>
        <source>gray things</source>
        <translation>灰色物体</translation>
    </message>
    <message>
        <source>bright sky</source>
        <translation>明亮天空</translation>
    </message>
    <message>
        <source>furniture</source>
        <translation>家具</translation>
    </message>
    <message>
        <source>orange things</source>
        <translation>橙色物体</translation>
    </message>
    <message>
        <source>sunlit ground</source>
        <translation>阳光下的地面</translation>
    </message>
    <message>
        <source>bright details</source>
        <translation>明亮细节</translation>
    </message>
    <message>
        <source>pale ground</source>
        <translation>浅色地面</translation>
    </message>
    <message>
        <source>clouds</source>
        <translation>云</translation>
    </message>
    <message>
        <source>blue sky</source>
        <translation>蓝天</translation>
    </message>
    <message>
        <source>wall and ceiling</source>
        <translation>墙与天花板</translation>
    </message>
    <message>
        <source>blurred background</source>
        <translation>虚化的背景</translation>
    </message>
    <message>
        <source>clothing</source>
        <translation>衣物</translation>
    </message>
    <message>
        <source>rough surface</source>
        <translation>粗糙表面</translation>
    </message>
    <message>
        <source>trees</source>
        <translation>树木</translation>
    </message>
    <message>
        <source>pattern</source>
        <translation>图案</translation>
    </message>
    <message>
        <source>shiny surface</source>
        <translation>光亮表面</translation>
    </message>
    <message>
        <source>house</source>
        <translation>房屋</translation>
    </message>
    <message>
        <source>grass and leaves</source>
        <translation>草与叶</translation>
    </message>
    <message>
        <source>clutter</source>
        <translation>杂物</translation>
    </message>
    <message>
        <source>pink things</source>
        <translation>粉色物体</translation>
    </message>
    <message>
        <source>dark ground</source>
        <translation>深色地面</translation>
    </message>
    <message>
        <source>blue and turquoise things</source>
        <translation>蓝色和青色物体</translation>
    </message>
    <message>
        <source>picture edge</source>
        <translation>画面边缘</translation>
    </message>
    <message>
        <source>fibers</source>
        <translation>纤维</translation>
    </message>
    <message>
        <source>red things</source>
        <translation>红色物体</translation>
    </message>
    <message>
        <source>yellow things</source>
        <translation>黄色物体</translation>
    </message>
    <message>
        <source>region {number}</source>
        <translation>类别 {number}</translation>
    </message>
    <message>
        <source>more {label}</source>
        <translation>更多{label}</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Fill {number}</source>
        <translation>填充 {number}</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Source area</source>
        <translation>取样区域</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Mask of {fill}</source>
        <translation>{fill} 的蒙版</translation>
    </message>
</context>
<context>
    <name>Logs</name>
    <message>
        <source>Something unexpected happened. Your photo is still here; export it to be safe.</source>
        <translation>发生了意外错误。照片仍在，建议先导出以策安全。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Controls</source>
        <translation>控制面板</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>MaskDesk</name>
    <message>
        <source>There is no earlier mask of this photo.</source>
        <translation>这张照片还没有用过蒙版。</translation>
    </message>
    <message>
        <source>Import mask</source>
        <translation>导入蒙版</translation>
    </message>
    <message>
        <source>{name} changes nothing here.</source>
        <translation>{name} 在这里没有改变任何内容。</translation>
    </message>
    <message>
        <source>Wrote the mask to {name}.</source>
        <translation>蒙版已写入 {name}。</translation>
    </message>
</context>
<context>
    <name>MaskFiles</name>
    <message>
        <source>The mask could not be opened.</source>
        <translation>无法打开蒙版。</translation>
    </message>
    <message>
        <source>The mask could not be written.</source>
        <translation>无法写入蒙版。</translation>
    </message>
</context>
<context>
    <name>MaskedPhoto</name>
    <message>
        <source>Erase mask</source>
        <translation>擦除蒙版</translation>
    </message>
    <message>
        <source>Paint mask</source>
        <translation>涂抹蒙版</translation>
    </message>
    <message>
        <source>Erase source area</source>
        <translation>擦除取样区域</translation>
    </message>
    <message>
        <source>Paint source area</source>
        <translation>绘制取样区域</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>Open &amp;Recent</source>
        <translation>打开最近的文件(&amp;R)</translation>
    </message>
    <message>
        <source>Screen Profil&amp;e</source>
        <translation>屏幕配置文件(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Notice</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Notices that wait behind this one</source>
        <translation>排在此通知之后的通知</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Show the details of this notice</source>
        <translation>显示此通知的详情</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the details of this notice</source>
        <translation>复制此通知的详情</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>关闭此通知</translation>
    </message>
    <message>
        <source>Details of the notice</source>
        <translation>通知详情</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverlayPanel</name>
    <message>
        <source>Mask overlay</source>
        <translation>蒙版叠加</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>How strongly the mask&apos;s color covers the photo.</source>
        <translation>蒙版颜色覆盖照片的程度。</translation>
    </message>
    <message>
        <source>Color of the mask</source>
        <translation>蒙版颜色</translation>
    </message>
    <message>
        <source>Choose a color that stands out from the photo.</source>
        <translation>选择与照片反差明显的颜色。</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>颜色</translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
    <message>
        <source>Opening the sample photo</source>
        <translation>正在打开示例照片</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>正在导出 {name}</translation>
    </message>
    <message>
        <source>The photo could not be exported.</source>
        <translation>无法导出照片。</translation>
    </message>
    <message>
        <source>The photo could not be opened.</source>
        <translation>无法打开照片。</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>{photo} is not the photo that {project} was made with: its size is another.</source>
        <translation>{photo} 不是 {project} 所用的照片：尺寸不同。</translation>
    </message>
    <message>
        <source>{name} is not a Lacuna project.</source>
        <translation>{name} 不是 Lacuna 项目。</translation>
    </message>
    <message>
        <source>{name} was made with a newer Lacuna; please update this one.</source>
        <translation>{name} 由更新版本的 Lacuna 创建，请更新本程序。</translation>
    </message>
    <message>
        <source>{name} cannot be read; is it still there?</source>
        <translation>无法读取 {name}，请检查文件是否仍在原处。</translation>
    </message>
    <message>
        <source>{name} is damaged and cannot be opened.</source>
        <translation>{name} 已损坏，无法打开。</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>正在导出 {name}</translation>
    </message>
    <message>
        <source>Saving {name}</source>
        <translation>正在保存 {name}</translation>
    </message>
    <message>
        <source>Saved {name}.</source>
        <translation>已保存 {name}。</translation>
    </message>
    <message>
        <source>The project could not be saved.</source>
        <translation>无法保存项目。</translation>
    </message>
    <message>
        <source>The project could not be saved. {reason}</source>
        <translation>无法保存项目。{reason}</translation>
    </message>
    <message>
        <source>Exported {name} with layers.</source>
        <translation>已导出带图层的 {name}。</translation>
    </message>
    <message>
        <source>The layers could not be exported.</source>
        <translation>无法导出图层。</translation>
    </message>
    <message>
        <source>The layers could not be exported. {reason}</source>
        <translation>无法导出图层。{reason}</translation>
    </message>
    <message>
        <source>{photo} has changed since the project was saved; the fills lie where they were.</source>
        <translation>保存项目后 {photo} 已被更改；填充仍位于原来的位置。</translation>
    </message>
</context>
<context>
    <name>Proof</name>
    <message>
        <source>Outside: {count} px</source>
        <translation>遮罩外：{count} 像素</translation>
    </message>
    <message>
        <source>{inside} px changed inside the mask, {ring} in its ring, {outside} elsewhere</source>
        <translation>遮罩内改变 {inside} 个像素，环带内 {ring} 个，其他区域 {outside} 个</translation>
    </message>
    <message>
        <source>the mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>the mask and its moved edge ({count} px)</source>
        <translation>蒙版及其移动后的边缘（{count} 像素）</translation>
    </message>
    <message>
        <source>0 of {count} pixels outside {where} changed.</source>
        <translation>{where}以外的 {count} 个像素中有 0 个发生变化。</translation>
    </message>
    <message>
        <source>less than 0.1 %</source>
        <translation>不到 0.1%</translation>
    </message>
    <message>
        <source>{count} pixels outside {where} ({share}) changed by compression, by {levels} levels at most.</source>
        <translation>{where}之外有 {count} 个像素（{share}）因压缩而改变，最多 {levels} 级。</translation>
    </message>
    <message>
        <source>{count} pixels outside {where} ({share}) changed by the format.</source>
        <translation>{where}以外有 {count} 个像素（{share}）因文件格式而变化。</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>“{name}” has changes that were not saved.</source>
        <translation>“{name}”有尚未保存的更改。</translation>
    </message>
    <message>
        <source>A project keeps mask and fills for later; an export is the finished photo.</source>
        <translation>项目会保留蒙版和填充以便日后继续；导出的是最终照片。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Hand “{name}” back with its changes?</source>
        <translation>是否将更改后的“{name}”交回？</translation>
    </message>
    <message>
        <source>Another program waits for it. Discarded changes are lost.</source>
        <translation>另一个程序正在等待它。放弃的更改将丢失。</translation>
    </message>
    <message>
        <source>Go on with “{name}”?</source>
        <translation>继续处理“{name}”？</translation>
    </message>
    <message>
        <source>Lacuna ended unexpectedly. Mask and fills were kept, as they were on {when}.</source>
        <translation>Lacuna 意外退出。蒙版和填充已保留至 {when} 的状态。</translation>
    </message>
    <message>
        <source>Where is “{name}”?</source>
        <translation>“{name}”在哪里？</translation>
    </message>
    <message>
        <source>The project was made with this photo, and it is not there any more.</source>
        <translation>项目使用了这张照片，但它已不在原处。</translation>
    </message>
    <message>
        <source>Find {name}</source>
        <translation>查找 {name}</translation>
    </message>
    <message>
        <source>Photos and projects ({names});;All files (*)</source>
        <translation>照片和项目 ({names});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open photo</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.tiff *.webp *.jpg *.jpeg);;All files (*)</source>
        <translation>图片 (*.png *.tif *.tiff *.webp *.jpg *.jpeg);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import mask</source>
        <translation>导入蒙版</translation>
    </message>
    <message>
        <source>Color profiles (*.icc *.icm);;All files (*)</source>
        <translation>颜色配置文件 (*.icc *.icm);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Screen profile</source>
        <translation>屏幕配置文件</translation>
    </message>
    <message>
        <source>Export mask</source>
        <translation>导出蒙版</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>Project, photo stays where it is (*.lacuna)</source>
        <translation>项目，照片保留在原处 (*.lacuna)</translation>
    </message>
    <message>
        <source>Project with the photo inside (*.lacuna)</source>
        <translation>包含照片的项目 (*.lacuna)</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Export layers</source>
        <translation>导出图层</translation>
    </message>
    <message>
        <source>OpenRaster (*.ora)</source>
        <translation>OpenRaster (*.ora)</translation>
    </message>
    <message>
        <source>&amp;Save Project</source>
        <translation>保存项目(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>放弃更改(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>完成(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>Convert “{name}” to sRGB to edit it?</source>
        <translation>要将“{name}”转换为 sRGB 进行编辑吗？</translation>
    </message>
    <message>
        <source>It is a CMYK photo for print. Its file stays as it is.</source>
        <translation>这是用于印刷的 CMYK 照片。文件本身保持不变。</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>转换(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>Replace the original photo “{name}”?</source>
        <translation>替换原照片“{name}”？</translation>
    </message>
    <message>
        <source>This is the file you opened. Once it is replaced, the original is gone.</source>
        <translation>这是您打开的文件。替换后将无法找回原照片。</translation>
    </message>
    <message>
        <source>Replace “{name}”?</source>
        <translation>替换“{name}”？</translation>
    </message>
    <message>
        <source>A file of this name is already in {folder}.</source>
        <translation>{folder} 中已有同名文件。</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>替换(&amp;R)</translation>
    </message>
</context>
<context>
    <name>RoundTrip</name>
    <message>
        <source>{name} could not be replaced: {reason}.</source>
        <translation>无法替换 {name}：{reason}。</translation>
    </message>
</context>
<context>
    <name>RoundTripBar</name>
    <message>
        <source>Round trip</source>
        <translation>外部编辑</translation>
    </message>
    <message>
        <source>Another program waits for “{name}”.</source>
        <translation>另一个程序正在等待“{name}”。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Hand the photo back and close the window (Ctrl+Enter).</source>
        <translation>交回照片并关闭窗口 (Ctrl+Enter)。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close the window; the photo stays as it was.</source>
        <translation>关闭窗口，照片保持原样。</translation>
    </message>
</context>
<context>
    <name>ScreenProfile</name>
    <message>
        <source>The screen profile {name} cannot be read any more; photos are shown for an sRGB screen.</source>
        <translation>屏幕配置文件 {name} 已无法读取；照片按 sRGB 屏幕显示。</translation>
    </message>
    <message>
        <source>Photos are shown for a screen with the profile {name}.</source>
        <translation>照片按配置文件为 {name} 的屏幕显示。</translation>
    </message>
    <message>
        <source>{name} cannot be used: it is no RGB profile of a screen, or it is damaged.</source>
        <translation>{name} 无法使用：它不是屏幕的 RGB 配置文件，或者已损坏。</translation>
    </message>
</context>
<context>
    <name>SelectedPhoto</name>
    <message>
        <source>Clear mask</source>
        <translation>清除蒙版</translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation>反转蒙版</translation>
    </message>
    <message>
        <source>Set mask</source>
        <translation>设置蒙版</translation>
    </message>
    <message>
        <source>Last mask again</source>
        <translation>恢复上一个蒙版</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Grow selection</source>
        <translation>扩大选区</translation>
    </message>
    <message>
        <source>Shrink selection</source>
        <translation>缩小选区</translation>
    </message>
    <message>
        <source>Feather selection</source>
        <translation>羽化选区</translation>
    </message>
    <message>
        <source>Clear source area</source>
        <translation>清除取样区域</translation>
    </message>
    <message>
        <source>Invert source area</source>
        <translation>反转取样区域</translation>
    </message>
</context>
<context>
    <name>Selecting</name>
    <message>
        <source>Looking for the object…</source>
        <translation>正在寻找物体…</translation>
    </message>
</context>
<context>
    <name>SelectionPanel</name>
    <message>
        <source>Selection</source>
        <translation>选区</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>How far the mask grows, shrinks or fades.</source>
        <translation>蒙版扩大、缩小或渐隐的距离。</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>扩大</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线条</translation>
    </message>
    <message>
        <source>Width of the line tool. Keys: [ and ] while it is in the hand</source>
        <translation>线条工具的宽度。使用该工具时按 [ 和 ]</translation>
    </message>
    <message>
        <source>Remove lines at once</source>
        <translation>立即去除线条</translation>
    </message>
    <message>
        <source>The second click of the line tool fills as well.</source>
        <translation>线条工具的第二次点击会同时填充。</translation>
    </message>
    <message>
        <source>New selection</source>
        <translation>新选区</translation>
    </message>
    <message>
        <source>A selection takes the place of the mask.</source>
        <translation>选区取代现有蒙版。</translation>
    </message>
    <message>
        <source>Add to the mask</source>
        <translation>添加到蒙版</translation>
    </message>
    <message>
        <source>A selection is added to the mask. Hold Shift for one selection.</source>
        <translation>选区添加到蒙版。按住 Shift 可仅用于一次选择。</translation>
    </message>
    <message>
        <source>Subtract from the mask</source>
        <translation>从蒙版减去</translation>
    </message>
    <message>
        <source>A selection is taken away from the mask. Hold Alt for one selection.</source>
        <translation>从蒙版中减去选区。按住 Alt 可仅用于一次选择。</translation>
    </message>
    <message>
        <source>Selecting</source>
        <translation>选择方式</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>NVIDIA 显卡 (CUDA)</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Millimeters</source>
        <translation>毫米</translation>
    </message>
    <message>
        <source>Inches</source>
        <translation>英寸</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Fills are computed by</source>
        <translation>填充计算设备</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Show the first steps when no photo is open</source>
        <translation>未打开照片时显示入门步骤</translation>
    </message>
    <message>
        <source>Color of the mask</source>
        <translation>蒙版颜色</translation>
    </message>
    <message>
        <source>Opacity of the mask&apos;s color</source>
        <translation>蒙版颜色的不透明度</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG 品质</translation>
    </message>
    <message>
        <source>The IPTC&apos;s “digital source type” tells galleries and agencies that an algorithm made a part of the photo. The export dialog proposes what is chosen here.</source>
        <translation>IPTC 的“数字来源类型”可告知图库和图片社：照片的一部分由算法生成。导出对话框默认采用此处的选择。</translation>
    </message>
    <message>
        <source>Note that an algorithm made a part of the photo</source>
        <translation>注明照片的一部分由算法生成</translation>
    </message>
    <message>
        <source>Language and device change at the next start.</source>
        <translation>语言和设备将在下次启动时更改。</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>{name}, value</source>
        <translation>{name}，数值</translation>
    </message>
</context>
<context>
    <name>SourcesPanel</name>
    <message>
        <source>Source area</source>
        <translation>取样区域</translation>
    </message>
    <message>
        <source>Paint the source area</source>
        <translation>绘制取样区域</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>Texture comes from the marked area only.</source>
        <translation>纹理只取自标记的区域。</translation>
    </message>
    <message>
        <source>Texture comes from everywhere.</source>
        <translation>纹理可取自任何地方。</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Stage of the fill</source>
        <translation>填充阶段</translation>
    </message>
    <message>
        <source>Progress of the fill</source>
        <translation>填充进度</translation>
    </message>
    <message>
        <source>Patches and time left</source>
        <translation>图块与剩余时间</translation>
    </message>
    <message>
        <source>How the tool is used</source>
        <translation>工具用法</translation>
    </message>
    <message>
        <source>Proof of the last fill or export</source>
        <translation>上次填充或导出的证明</translation>
    </message>
    <message>
        <source>Pixel under the pointer</source>
        <translation>指针所在像素</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n patch rows</source>
        <translation>
            <numerusform>{done} / %n 行图块</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>First steps</source>
        <translation>入门步骤</translation>
    </message>
    <message>
        <source>1. Paint over what should disappear</source>
        <translation>1. 涂抹要去除的内容</translation>
    </message>
    <message>
        <source>2. Press Enter and watch it go</source>
        <translation>2. 按 Enter 键，看它消失</translation>
    </message>
    <message>
        <source>3. Export the photo, or save the project</source>
        <translation>3. 导出照片或保存项目</translation>
    </message>
</context>
<context>
    <name>ToolBars</name>
    <message>
        <source>Main toolbar</source>
        <translation>主工具栏</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Select line</source>
        <translation>选择线条</translation>
    </message>
    <message>
        <source>Select rectangle</source>
        <translation>选择矩形</translation>
    </message>
    <message>
        <source>Select with lasso</source>
        <translation>用套索选择</translation>
    </message>
    <message>
        <source>Select polygon</source>
        <translation>选择多边形</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>混合</translation>
    </message>
</context>
<context>
    <name>VariationController</name>
    <message>
        <source>Paint over what should disappear, or fill something first.</source>
        <translation>请先涂抹要去除的内容，或先完成一次填充。</translation>
    </message>
    <message>
        <source>Filling variation {number} of {total}</source>
        <translation>正在生成变体 {number}/{total}</translation>
    </message>
    <message>
        <source>Variation {number}</source>
        <translation>变体 {number}</translation>
    </message>
    <message>
        <source>Your labels</source>
        <translation>您的标签</translation>
    </message>
</context>
<context>
    <name>VariationStrip</name>
    <message>
        <source>Variations</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>Fill the same hole in several ways and choose.</source>
        <translation>对同一区域生成多种填充结果供选择。</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Close the strip</source>
        <translation>关闭变体栏</translation>
    </message>
</context>
<context>
    <name>Varying</name>
    <message>
        <source>The project keeps the variation that is shown; the others are not saved.</source>
        <translation>项目只保存当前显示的变体；其他变体不会保存。</translation>
    </message>
    <message>
        <source>Choose another variation than the one that is shown to brush from.</source>
        <translation>请选择当前显示之外的变体作为涂抹来源。</translation>
    </message>
    <message>
        <source>Make variations of a fill first.</source>
        <translation>请先生成填充变体。</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Drop a photo here</source>
        <translation>将照片拖放到此处</translation>
    </message>
    <message>
        <source>Your photos never leave this computer.</source>
        <translation>您的照片绝不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Try the sample photo</source>
        <translation>试用示例照片</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Open {name} again</source>
        <translation>再次打开 {name}</translation>
    </message>
</context>
<context>
    <name>_BatchThread</name>
    <message>
        <source>The batch stopped because of an error.</source>
        <translation>批处理因错误而停止。</translation>
    </message>
</context>
<context>
    <name>_Cell</name>
    <message>
        <source>Choose {name}</source>
        <translation>选择{name}</translation>
    </message>
    <message>
        <source>Brush parts of {name} over the fill</source>
        <translation>将{name}的局部涂到填充上</translation>
    </message>
</context>
</TS>

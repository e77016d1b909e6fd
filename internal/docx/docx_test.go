package docx

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wellspring/internal/richtext"
)

// figure1 is the first picture without a caption.
const figure1 = `<figure><img src="docx:0" alt="厂房外景"/></figure>`

func TestATextKeepsItsShape(t *testing.T) {
	decimal := scheme1(0, "decimal", "%1.", "lowerLetter", "%2)", "bullet", "·") + scheme1(1, "bullet", "\uf06c", "bullet", "o") +
		scheme1(2, "japaneseCounting", "%1、", "japaneseCounting", "（%2）") + scheme1(3, "chineseCountingThousand", "第%1条", "decimal", "%1.%2") +
		num(1, 0, "") + num(2, 1, "") + num(3, 2, "") + num(4, 3, "") +
		num(5, 0, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>`)
	link := relTo("h1", "hyperlink", "https://example.org/a?b=1&amp;c=2") + relTo("h2", "hyperlink", "javascript:alert(1)") +
		relTo("h3", "hyperlink", "mailto:zs@example.org") + relTo("h4", "hyperlink", "file:///etc/passwd")
	field := func(code string, shown ...string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">` + code + `</w:instrText></w:r>` +
			`<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + strings.Join(shown, "") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	for _, c := range []struct {
		name  string
		doc   doc
		title string
		want  string
	}{
		{"paragraphs are paragraphs, empty ones and indents of full-width spaces go", doc{body: p("", r("　　第一段。")) + p("") + p("", r(" 　")) + p("", r("第二段 &lt;b&gt; &amp; ")) + p("", r("三"))}, "", `<p>第一段。</p><p>第二段 &lt;b&gt; &amp;</p><p>三</p>`},
		{"headings are known by the name of their style", doc{body: p("", r("引")) + p("1", r("一")) + p("2", r("二")) + p("3", r("三"))}, "", `<p>引</p><h2>一</h2><h2>二</h2><h3>三</h3>`},
		{"headings are known by a Chinese name", doc{
			styles: `<w:style w:type="paragraph" w:styleId="x"><w:name w:val="标题 1"/></w:style><w:style w:type="paragraph" w:styleId="y"><w:name w:val="标题 4"/></w:style>`,
			body:   p("", r("引")) + p("x", r("一")) + p("y", r("二")),
		}, "", `<p>引</p><h2>一</h2><h3>二</h3>`},
		{"headings are known by what their style is based on", doc{
			styles: wordStyles + `<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公文标题"/><w:basedOn w:val="own2"/></w:style><w:style w:type="paragraph" w:styleId="own2"><w:name w:val="自拟"/><w:basedOn w:val="3"/></w:style>`,
			body:   p("own", r("一")),
		}, "", `<h3>一</h3>`},
		{"headings are known by their outline level, and body text by having none", doc{
			styles: wordStyles + `<w:style w:type="paragraph" w:styleId="o"><w:name w:val="章"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>`,
			body:   p("o", r("章")) + `<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>` + r("节") + `</w:p><w:p><w:pPr><w:pStyle w:val="2"/><w:outlineLvl w:val="9"/></w:pPr>` + r("文") + `</w:p>`,
		}, "", `<h3>章</h3><h2>节</h2><p>文</p>`},
		{"headings are known by the id of their style where the table is missing", doc{files: map[string][]byte{"word/styles.xml": nil}, body: p("", r("引")) + p("Heading3", r("一"))}, "", `<p>引</p><h3>一</h3>`},
		{"the title is the paragraph of that style, in however many lines", doc{body: p("", r("渭招发〔2023〕5号")) + p("a3", r("关于印发若干")) + p("a3", r("政策的通知")) + p("1", r("一"))}, "关于印发若干政策的通知", `<p>渭招发〔2023〕5号</p><h2>一</h2>`},
		{"the title is else a first heading at the start", doc{body: p("") + p("1", r("Invest"), `<w:r><w:br/></w:r>`, r("in Weibin")) + p("1", r("二"))}, "Invest in Weibin", `<h2>二</h2>`},
		{"there is no title where the text starts otherwise", doc{body: p("2", r("一")) + p("1", r("二"))}, "", `<h2>一</h2><h2>二</h2>`},
		{"bold and italic are marked where the style of the paragraph has none", doc{body: p("", r("甲"), rp("<w:b/>", "乙"), rp("<w:b/><w:i/>", "丙"), rp(`<w:i w:val="1"/>`, "丁"), rp(`<w:b w:val="0"/>`, "戊"), rp(`<w:rStyle w:val="a6"/>`, "己"))}, "", `<p>甲<strong>乙<em>丙</em></strong><em>丁</em>戊<strong>己</strong></p>`},
		{"bold is not marked in a bold style, nor is its lack", doc{body: p("2", rp("<w:b/>", "甲"), r("乙"), rp(`<w:b w:val="false"/>`, "丙")) + p("a5", rp("<w:i/>", "丁"), rp("<w:b/>", "戊"))}, "", `<h2>甲乙丙</h2><blockquote><p>丁<strong>戊</strong></p></blockquote>`},
		{"stretches of one look are one, and a bold blank is no bold text", doc{body: p("", rp("<w:b/>", "甲"), rp(`<w:b/><w:color w:val="FF0000"/>`, "乙 "), r("丙"), rp("<w:b/>", " "), r("丁"), rp("<w:i/>", " 戊"), r(" "), rp("<w:i/>", "己"))}, "", `<p><strong>甲乙</strong> 丙 丁 <em>戊 己</em></p>`},
		{"what a tracked change was before does not count", doc{body: p("", `<w:r><w:rPr><w:rPrChange w:id="1"><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>甲</w:t></w:r>`)}, "", `<p>甲</p>`},
		{"quotations under each other are one", doc{body: p("a5", r("甲")) + p("a5", r("乙")) + p("", r("丙"))}, "", `<blockquote><p>甲</p><p>乙</p></blockquote><p>丙</p>`},
		{"breaks of a line stay, of a page go", doc{body: p("", r("甲"), `<w:r><w:br/><w:t>乙</w:t><w:br w:type="page"/></w:r>`, r("丙"), `<w:r><w:tab/><w:cr/></w:r>`)}, "", `<p>甲<br/>乙 丙</p>`},
		{"raised figures are characters, symbols too", doc{body: p("", r("m"), rp(`<w:vertAlign w:val="superscript"/>`, "2"), r(" CO"), rp(`<w:vertAlign w:val="subscript"/>`, "2"), `<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>`)}, "", `<p>m² CO₂☑</p>`},
		{"hidden text is not told", doc{body: p("", r("甲"), rp("<w:vanish/>", "底价"), rp(`<w:vanish w:val="0"/>`, "乙"))}, "", `<p>甲乙</p>`},
		{"the reading over a character is left out", doc{body: p("", `<w:r><w:ruby><w:rubyPr/><w:rt>`+r("wei")+`</w:rt><w:rubyBase>`+r("渭")+`</w:rubyBase></w:ruby></w:r>`)}, "", `<p>渭</p>`},

		{"lists are nested by level", doc{numbering: decimal, body: li(1, 0, "甲") + li(1, 1, "乙") + li(1, 1, "丙") + li(1, 2, "丁") + li(1, 0, "戊") + p("", r("己")) + li(2, 0, "庚") + li(2, 1, "辛")}, "", `<ol><li>甲<ol><li>乙</li><li>丙<ul><li>丁</li></ul></li></ol></li><li>戊</li></ol><p>己</p><ul><li>庚<ul><li>辛</li></ul></li></ul>`},
		{"a list may begin deep, and leave levels out", doc{numbering: decimal, body: li(2, 1, "甲") + li(2, 0, "乙") + li(2, 2, "no such level") + li(1, 0, "丙") + li(1, 2, "丁")}, "", `<ul><li>甲</li></ul><ul><li>乙</li></ul><p>no such level</p><ol><li>丙<ul><li>丁</li></ul></li></ol>`},
		{"a list that counts anew is another one", doc{numbering: decimal, body: li(1, 0, "甲") + li(1, 0, "乙") + li(5, 0, "丙") + li(5, 0, "丁")}, "", `<ol><li>甲</li><li>乙</li></ol><ol><li>丙</li><li>丁</li></ol>`},
		{"a list that goes on after a paragraph has its numbers written", doc{numbering: decimal, body: li(1, 0, "甲") + p("", r("插")) + li(1, 0, "乙") + li(3, 0, "丙") + li(3, 0, "丁")}, "", `<p>1. 甲</p><p>插</p><p>2. 乙</p><ol><li>丙</li><li>丁</li></ol>`},
		{"numbers that are words are written", doc{numbering: decimal, body: li(4, 0, "甲") + li(4, 1, "乙") + strings.Repeat(li(4, 0, "丙"), 10)}, "", `<p>第一条 甲</p><p>一.1 乙</p><p>第二条 丙</p><p>第三条 丙</p><p>第四条 丙</p><p>第五条 丙</p><p>第六条 丙</p><p>第七条 丙</p><p>第八条 丙</p><p>第九条 丙</p><p>第十条 丙</p><p>第十一条 丙</p>`},
		{"numbered headings stay headings and keep their numbers", doc{
			styles: wordStyles + `<w:style w:type="paragraph" w:styleId="h"><w:name w:val="章"/><w:basedOn w:val="2"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>`, numbering: decimal,
			body: p("h", r("总体要求")) + p("", r("甲")) + p("h", r("政策措施")) + `<w:p><w:pPr><w:pStyle w:val="h"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>` + r("奖励") + `</w:p>` + `<w:p><w:pPr><w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>` + r("附则") + `</w:p>`,
		}, "", `<h2>一、总体要求</h2><p>甲</p><h2>二、政策措施</h2><h2>（一）奖励</h2><h2>附则</h2>`},
		{"a style brings its list, and the level that belongs to it", doc{
			styles: wordStyles + `<w:style w:type="paragraph" w:styleId="b"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>`,
			numbering: `<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:pStyle w:val="b"/></w:lvl></w:abstractNum>` +
				num(7, 0, ""), body: p("b", r("甲")),
		}, "", `<ul><li>甲</li></ul>`},

		{"links lead to other sites and to mail, by relation", doc{rels: link, body: p("", `<w:hyperlink r:id="h1" w:anchor="s2">`+r("网")+rp("<w:b/>", "站")+`</w:hyperlink><w:hyperlink r:id="h2">`+r("坏")+`</w:hyperlink><w:hyperlink r:id="h3">`+r("信")+`</w:hyperlink><w:hyperlink r:id="h4">`+r("盘")+`</w:hyperlink><w:hyperlink w:anchor="x">`+r("内")+`</w:hyperlink>`)}, "", `<p><a href="https://example.org/a?b=1&amp;c=2#s2">网<strong>站</strong></a>坏<a href="mailto:zs@example.org">信</a>盘内</p>`},
		{"links stand in fields too, over several runs and in each other", doc{body: p("", field(` HYPERLINK "HTTPS://example.org/a" \l "b" \o "提示" `, r("甲"), field(` PAGE `, r("乙"))), r("丙"), field(` HYPERLINK \l "_Toc1" `, r("丁")), field(` HYPERLINK "javascript:x" `, r("戊"))) + p("", `<w:fldSimple w:instr=" HYPERLINK http://example.org/ ">`+r("己")+`</w:fldSimple>`)}, "", `<p><a href="https://example.org/a#b">甲乙</a>丙丁戊</p><p><a href="http://example.org/">己</a></p>`},
		{"a field that never ends takes no text with it", doc{body: p("", r("甲"), `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, r("乙")) + p("", r("丙"))}, "", `<p>甲</p><p>丙</p>`},

		{"insertions are kept, deletions go", doc{body: p("", r("甲"), `<w:ins w:id="1" w:author="某">`+r("乙")+`</w:ins><w:del w:id="2"><w:r><w:delText>丙</w:delText></w:r></w:del><w:moveFrom w:id="3">`+r("丁")+`</w:moveFrom><w:moveTo w:id="4">`+r("戊")+`</w:moveTo>`) +
			tbl(tr("", tc("", "己")), tr("<w:del/>", tc("", "庚")))}, "", `<p>甲乙戊</p><table><tbody><tr><td>己</td></tr></tbody></table>`},
		{"a deleted end of a paragraph joins it with the next", doc{body: `<w:p><w:pPr><w:pStyle w:val="1"/><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + r("甲") + `</w:p>` + p("", r("乙")) + `<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>` + r("丙") + `</w:p>` + p("", r("丁")) + `<w:p><w:pPr><w:rPr><w:moveFrom w:id="2"/></w:rPr></w:pPr>` + r("末") + `</w:p>`}, "", `<p>甲乙</p><p>丙丁</p><p>末</p>`},
		{"content controls give what was written into them, not their hints", doc{body: `<w:sdt><w:sdtPr/><w:sdtContent>` + p("", r("甲"), `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+r("单击此处")+`</w:sdtContent></w:sdt>`) + `</w:sdtContent></w:sdt>`}, "", `<p>甲</p>`},

		{"tables keep their spans and their head", doc{body: tbl(
			tr("<w:tblHeader/>", tc(`<w:vMerge w:val="restart"/>`, "项目"), tc(`<w:gridSpan w:val="2"/>`, "金额")),
			tr("<w:tblHeader/>", tc(`<w:vMerge/>`, ""), tc("", "内资"), tc("", "外资")),
			tr("", tc(`<w:vMerge w:val="restart"/>`, "甲"), tc("", "1"), tc("", "2")),
			tr("", tc(`<w:vMerge w:val="continue"/>`, "藏"), tc(`<w:gridSpan w:val="2"/>`, "3")))}, "", `<table><thead><tr><th rowspan="2">项目</th><th colspan="2">金额</th></tr><tr><th>内资</th><th>外资</th></tr></thead><tbody><tr><td rowspan="2">甲</td><td>1</td><td>2</td></tr><tr><td colspan="2">3</td></tr></tbody></table>`},
		{"no cell reaches out of the head; a table of heads has none; what is left out at the sides is empty", doc{body: tbl(tr("<w:tblHeader/>", tc(`<w:vMerge w:val="restart"/>`, "甲")), tr("", tc(`<w:vMerge/>`, "")), tr("", tc(`<w:vMerge/>`, ""))) +
			tbl(tr("<w:tblHeader/>", tc("", "乙"))) + tbl(tr(`<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>`, tc("", "丙")))}, "", `<table><thead><tr><th>甲</th></tr></thead><tbody><tr><td rowspan="2"></td></tr><tr></tr></tbody></table><table><tbody><tr><td>乙</td></tr></tbody></table><table><tbody><tr><td colspan="2"></td><td>丙</td><td></td></tr></tbody></table>`},
		{"a table in a cell becomes paragraphs of it", doc{body: tbl(tr("", `<w:tc><w:tcPr/>`+p("1", r("甲"))+tbl(tr("", tc("", "乙"), tc("", "丙")))+p("")+`</w:tc>`, tc("", "丁")))}, "", `<table><tbody><tr><td><p>甲</p><p>乙</p><p>丙</p></td><td>丁</td></tr></tbody></table>`},
		{"rows that number themselves have their numbers", doc{numbering: scheme1(0, "decimal", "%1") + num(1, 0, ""), body: tbl(tr("", `<w:tc>`+li(1, 0, "")+`</w:tc>`, tc("", "甲")), tr("", `<w:tc>`+li(1, 0, "")+`</w:tc>`, tc("", "乙")))}, "", `<table><tbody><tr><td>1</td><td>甲</td></tr><tr><td>2</td><td>乙</td></tr></tbody></table>`},
		{"bold in a head is not marked: it is bold by itself", doc{body: tbl(tr("<w:tblHeader/>", `<w:tc>`+p("", rp("<w:b/>", "甲"))+`</w:tc>`), tr("", `<w:tc>`+p("", rp("<w:b/>", "乙"))+`</w:tc>`))}, "", `<table><thead><tr><th>甲</th></tr></thead><tbody><tr><td><strong>乙</strong></td></tr></tbody></table>`},
		{"captions go to the table below or above them", doc{body: p("a4", r("表1 甲")) + tbl(tr("", tc("", "1"))) + p("a4", r("表2 乙")) + tbl(tr("", tc("", "2"))) + p("", r("文")) + tbl(tr("", tc("", "3"))) + p("a4", r("表3 丙")) + tbl(tr("", tc("", "4"))) + p("a4", r("表4 丁")) + p("a4", r("无主"))}, "", `<table><caption>表1 甲</caption><tbody><tr><td>1</td></tr></tbody></table><table><caption>表2 乙</caption><tbody><tr><td>2</td></tr></tbody></table><p>文</p><table><caption>表3 丙</caption><tbody><tr><td>3</td></tr></tbody></table><table><caption>表4 丁</caption><tbody><tr><td>4</td></tr></tbody></table><p>无主</p>`},

		{"a picture stands after its paragraph, with the caption that follows", withPictures(p("", r("甲"), inline("p1", "厂房外景"), r("乙")) + p("") + p("a4", r("图"), `<w:fldSimple w:instr=" SEQ 图 ">`+r("1")+`</w:fldSimple>`, r(" 厂房")) + p("a4", r("又一句")) + p("", inline("p1", `D:\照片\IMG_1.JPG`)) + p("a4", r("表1 甲")) + tbl(tr("", tc("", "1")))), "", `<p>甲乙</p><figure><img src="docx:0" alt="厂房外景"/><figcaption>图1 厂房</figcaption></figure><p>又一句</p><figure><img src="docx:0" alt=""/></figure><table><caption>表1 甲</caption><tbody><tr><td>1</td></tr></tbody></table>`},
		{"a picture in a cell stays there", withPictures(tbl(tr("", `<w:tc>`+p("", inline("p1", "厂房外景"))+p("a4", r("图1"))+`</w:tc>`))), "", `<table><tbody><tr><td><figure><img src="docx:0" alt="厂房外景"/><figcaption>图1</figcaption></figure></td></tr></tbody></table>`},
		{"pictures of VML are read, their description too", withPictures(p("", `<w:r><w:pict><v:shapetype id="t"/><v:shape type="#t" alt="厂房外景"><v:imagedata r:id="p1" o:title="x"/></v:shape></w:pict></w:r>`)), "", figure1},
		{"of alternate forms one is taken, the understood one", withPictures(p("", r("甲"), `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1" name="文本框"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>`+p("1", r("框中"))+p("", r("又"))+`</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>`+p("", r("框中"))+`</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`, r("乙")) +
			p("", `<w:r><mc:AlternateContent><mc:Choice Requires="am3d"><w:drawing/></mc:Choice><mc:Fallback>`+strings.TrimSuffix(strings.TrimPrefix(inline("p1", "厂房外景"), "<w:r>"), "</w:r>")+`</mc:Fallback></mc:AlternateContent></w:r>`)), "", `<p>甲乙</p><p>框中</p><p>又</p>` + figure1},
		{"notes stand at the end, in the order of their marks", doc{
			body:      p("", r("甲"), `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="7"/></w:r>`, r("乙"), `<w:r><w:footnoteReference w:id="3"/></w:r>`) + p("", r("丙"), `<w:r><w:footnoteReference w:id="7"/></w:r>`, `<w:r><w:footnoteReference w:id="99"/></w:r>`),
			footnotes: `<w:footnote w:type="separator" w:id="-1">` + p("", `<w:r><w:separator/></w:r>`) + `</w:footnote><w:footnote w:id="3">` + p("", `<w:r><w:footnoteRef/></w:r>`, r(" 注二")) + p("", r("又")) + `</w:footnote><w:footnote w:id="7">` + p("", r("注一")) + `</w:footnote><w:footnote w:id="8">` + p("", r("无人引")) + `</w:footnote>`,
		}, "", `<p>甲[1]乙[2]</p><p>丙[1][3]</p><ol><li>注一</li><li><p>注二</p><p>又</p></li><li></li></ol>`},
		{"endnotes are counted with footnotes, and have links of their own", doc{
			rels: relTo("e", "endnotes", "endnotes.xml"), footnotes: `<w:footnote w:id="2">` + p("", r("脚")) + `</w:footnote>`,
			files: map[string][]byte{
				"word/endnotes.xml":            []byte(part("w:endnotes", `<w:endnote w:id="2">`+p("", `<w:hyperlink r:id="x">`+r("尾")+`</w:hyperlink>`, `<w:r><w:footnoteReference w:id="2"/></w:r>`)+`</w:endnote>`)),
				"word/_rels/endnotes.xml.rels": []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + relTo("x", "hyperlink", "https://example.org/") + `</Relationships>`),
			},
			body: p("", r("甲"), `<w:r><w:endnoteReference w:id="2"/></w:r>`, `<w:r><w:footnoteReference w:id="2"/></w:r>`),
		}, "", `<p>甲[1][2]</p><ol><li><a href="https://example.org/">尾</a></li><li>脚</li></ol>`},
		{"elements that only hold others are seen through", doc{body: `<w:customXml>` + p("", `<w:smartTag><w:customXml>`+r("甲")+`</w:customXml></w:smartTag>`) + `</w:customXml><mc:AlternateContent><mc:Choice Requires="wps">` + p("", `<mc:AlternateContent><mc:Choice Requires="no">`+r("不")+`</mc:Choice><mc:Fallback>`+r("乙")+`</mc:Fallback></mc:AlternateContent>`) + `</mc:Choice></mc:AlternateContent>` +
			tbl(`<w:sdt><w:sdtContent>`+tr("", `<w:sdt><w:sdtContent>`+tc("", "丙")+`</w:sdtContent></w:sdt>`, `<w:customXml>`+tc("", "丁")+`</w:customXml>`)+`</w:sdtContent></w:sdt>`, `<w:customXml>`+tr("", tc(`<w:cellDel w:id="1"/>`, "删"), `<w:tc>`+tbl(tr("<w:del/>", tc("", "删")), tr("", `<w:customXml>`+tc("", "戊")+`</w:customXml>`, `<w:sdt><w:sdtContent>`+tc("", "己")+`</w:sdtContent></w:sdt>`))+`</w:tc>`)+`</w:customXml>`)}, "", `<p>甲</p><p>乙</p><table><tbody><tr><td>丙</td><td>丁</td></tr><tr><td><p>戊</p><p>己</p></td></tr></tbody></table>`},
		{"a list may change its levels, and count in digits throughout", doc{
			numbering: `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="3"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="decimalZero"/></mc:Choice></mc:AlternateContent><w:isLgl/><w:lvlRestart w:val="0"/><w:suff w:val="nothing"/><w:lvlText w:val="%1-%2"/></w:lvl></w:abstractNum>` +
				num(1, 0, "") + num(2, 0, `<w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:lvlOverride>`),
			body: li(1, 1, "甲") + li(1, 0, "乙") + li(1, 1, "丙") + li(2, 1, "丁"),
		}, "", `<p>1-3甲</p><p>二 乙</p><p>2-4丙</p><ul><li>丁</li></ul>`},
		{"a table of contents goes", doc{body: p("TOC1", field(` TOC \o "1-3" `, r("一")), r(" 1")) + p("TOC1", r("二")) + p("2", r("一"))}, "", `<h2>一</h2>`},
		{"the strict standard is read as well", doc{files: map[string][]byte{"word/document.xml": []byte(strings.ReplaceAll(part("w:document", "<w:body>"+p("", r("甲"))+"</w:body>"), "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"))}}, "", `<p>甲</p>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.doc.read(t)
			check(t, got)
			if got.Title != c.title {
				t.Errorf("title %q, want %q", got.Title, c.title)
			}
			if got.Markup != c.want {
				t.Errorf("got  %s\nwant %s", got.Markup, c.want)
			}
			stored := richtext.Rewrite(got.Markup, richtext.Rewriter{Image: func(img *richtext.Image) {
				if n, ok := strings.CutPrefix(img.Src, "docx:"); ok {
					img.Src = "/media/" + strings.Repeat(n, 64) + "/a.jpg"
				}
			}})
			if clean := richtext.Sanitize(stored); clean != stored {
				t.Errorf("what cleans the markup of the site changes it:\n%s\n%s", stored, clean)
			}
		})
	}
}

func TestADocumentAsWPSWritesIt(t *testing.T) {
	// WPS numbers its styles, names them in small letters, sets what Word leaves
	// out, and puts data of its own into elements of its own.
	d := withPictures(`<w:p><w:pPr><w:pStyle w:val="4"/><w:keepNext w:val="0"/><w:bidi w:val="0"/><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr><w:bookmarkStart w:id="0" w:name="OLE_LINK1"/>` +
		`<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr><w:t>渭滨区招商引资</w:t></w:r><w:r><w:t>项目推介会</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="2"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:bidi w:val="0"/></w:pPr><w:r><w:t>签约情况</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:ind w:firstLine="640" w:firstLineChars="200"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t>会上</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:bCs w:val="0"/></w:rPr><w:t>签约12个项目。</w:t></w:r></w:p>` +
		`<w:p><w:r><w:drawing><wp:inline distT="0"><wp:extent cx="5" cy="5"/><wp:docPr id="1" name="图片 1" descr="微信图片_20231201.jpg"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="图片 1" descr="签约现场"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p2"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="5"/></w:pPr><w:r><w:t xml:space="preserve">图 </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> SEQ 图 \* ARABIC </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
	d.styles = `<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/><w:qFormat/><w:uiPriority w:val="0"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/><w:next w:val="1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="4"><w:name w:val="Title"/><w:basedOn w:val="1"/><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="5"><w:name w:val="caption"/><w:basedOn w:val="1"/></w:style>`
	d.numbering = `<w:abstractNum w:abstractNumId="0"><w:nsid w:val="A"/><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0" w:tentative="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>` + num(1, 0, "")

	want := &Document{
		Title:    "渭滨区招商引资项目推介会",
		Markup:   `<h2>一、签约情况</h2><p><strong>会上</strong>签约12个项目。</p><figure><img src="docx:0" alt="签约现场"/><figcaption>图 1</figcaption></figure>`,
		Pictures: []Picture{{Name: "image2.jpg", Type: "image/jpeg", Data: d.files["word/media/image2.jpeg"]}},
	}
	if diff := cmp.Diff(want, d.read(t)); diff != "" {
		t.Error(diff)
	}
}

func TestPicturesAreGivenOnceUnderACleanName(t *testing.T) {
	d := withPictures(p("", inline("p2", ""), inline("p1", ""), inline("p2", "")))
	d.rels = relTo("p1", "image", "../../../etc/图 1 (2)&lt;x&gt;.emf.jpeg") + relTo("p2", "image", "media/...png")
	d.files = map[string][]byte{"etc/图 1 (2)<x>.emf.jpeg": png, "word/media/...png": []byte("GIF89a and so on")}
	got := d.read(t)
	want := []Picture{{"picture.gif", "image/gif", []byte("GIF89a and so on")}, {"图12xemf.png", "image/png", png}}
	if diff := cmp.Diff(want, got.Pictures); diff != "" {
		t.Error(diff)
	}
	if want := `<figure><img src="docx:0" alt=""/></figure><figure><img src="docx:1" alt=""/></figure><figure><img src="docx:0" alt=""/></figure>`; got.Markup != want {
		t.Errorf("got %s", got.Markup)
	}
}

func TestWhatIsLeftBehindIsNamed(t *testing.T) {
	graphic := func(inner string) string {
		return `<w:r><w:drawing><wp:inline><a:graphic><a:graphicData>` + inner + `</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
	}
	d := withPictures(p("", r("甲"), graphic(`<c:chart r:id="x"/>`), graphic(`<dgm:relIds r:dm="x"/>`), graphic(`<wps:wsp><wps:bodyPr/></wps:wsp>`)) +
		p("", `<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>`, `<w:r><w:object><v:shape><v:imagedata r:id="p1"/></v:shape><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>`) +
		p("", `<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>`, `<w:r><w:commentReference w:id="0"/></w:r>`, `<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>EQ \o\ac(○,1)</w:instrText><w:fldChar w:fldCharType="end"/></w:r>`, `<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>`) +
		p("", inline("emf", ""), inline("web", ""), inline("none", ""), inline("gone", ""), inline("p1", "")) +
		`<m:oMathPara/><w:altChunk r:id="x"/>` + p("", rp("<w:strike/>", "旧"), rp("<w:strike/>", "价")) + p("TOC1", r("一")) + p("TOC1", r("二")) + p("", r("末")) + p("TOC1", r("图一")))
	d.rels += relTo("emf", "image", "media/image3.emf") + relTo("web", "image", "https://example.org/a.png") + relTo("gone", "image", "media/gone.png")
	d.files["word/media/image3.emf"] = []byte("\x01\x00\x00\x00 and so on, long enough")
	got := d.read(t)
	want := []Left{
		{Chart, 1},
		{SmartArt, 1},
		{Equation, 4},
		{Object, 2},
		{Shape, 1},
		{ExternalPicture, 1},
		{UnsupportedPicture, 1},
		{BrokenPicture, 2},
		{Symbol, 1},
		{Strike, 1},
		{Contents, 2},
		{Comment, 1},
	}
	if diff := cmp.Diff(want, got.Left); diff != "" {
		t.Error(diff)
	}
	if want := `<p>甲</p><figure><img src="docx:0" alt=""/></figure><p>旧价</p><p>末</p>`; got.Markup != want {
		t.Errorf("got %s", got.Markup)
	}
}

func TestOnlyAddressesOfSitesAndOfMailAreLinks(t *testing.T) {
	for _, c := range []struct{ address, place, want string }{
		{" https://example.org/a b?c=甲 ", "", "https://example.org/a%20b?c=甲"},
		{"HTTP://example.org", "s", "http://example.org#s"},
		{"http://example.org/#a", "b", "http://example.org/#a"},
		{"mailto:a@example.org", "", "mailto:a@example.org"},
		{"mailto:", "", ""},
		{"http:///a", "", ""},
		{"https:a", "", ""},
		{"//example.org/", "", ""},
		{"www.example.org", "", ""},
		{"", "s", ""},
		{"java\tscript:x", "", ""},
		{"ftp://example.org/", "", ""},
		{"data:text/html,x", "", ""},
		{"https://example.org/" + strings.Repeat("a", 2000), "", ""},
	} {
		if got := link(c.address, c.place); got != c.want {
			t.Errorf("%q with %q leads to %q, want %q", c.address, c.place, got, c.want)
		}
	}
}

func TestNumbersAreWrittenAsTheirFormatSays(t *testing.T) {
	for _, c := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"},
		{"decimalZero", 3, "03"},
		{"upperRoman", 49, "XLIX"},
		{"lowerRoman", 4, "iv"},
		{"upperLetter", 26, "Z"},
		{"lowerLetter", 28, "bb"},
		{"japaneseCounting", 10, "十"},
		{"chineseCounting", 12, "十二"},
		{"chineseCountingThousand", 20, "二十"},
		{"chineseCountingThousand", 105, "一百零五"},
		{"chineseCountingThousand", 110, "一百一十"},
		{"chineseCountingThousand", 2030, "二千零三十"},
		{"chineseLegalSimplified", 12, "壹拾贰"},
		{"ideographTraditional", 3, "丙"},
		{"decimalEnclosedCircleChinese", 20, "⑳"},
		{"decimalEnclosedCircle", 21, "21"},
		{"decimalEnclosedParen", 2, "⑵"},
		{"decimalEnclosedFullstop", 20, "⒛"},
		{"none", 4, ""},
		{"chineseCounting", 0, "0"},
		{"chineseCounting", 10000, "10000"},
	} {
		if got := numeral(c.format, c.n); got != c.want {
			t.Errorf("%s of %d is %q, want %q", c.format, c.n, got, c.want)
		}
	}
}

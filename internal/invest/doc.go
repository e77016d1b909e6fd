// Package invest holds the words of investment promotion: the kinds of content
// a bureau keeps, the values in them, the rules they obey, and what a store of
// them promises. It imports nothing but the standard library.
//
// # Glossary
//
// One word, one thing; the Chinese term is what users read.
//
//	招商项目  Project      what an investor may invest in, or what was signed; one record all the way
//	项目阶段  Phase        where a project stands, from planned to at capacity
//	签约活动  Ceremony     an occasion at which projects are signed, on a stage or as a register
//	组        Group        the rows that stand on the stage together
//	签约      Signing      one row: a project, its parties and the amount as signed
//	甲方/乙方 Party        who signs; a value inside a signing, not a record
//	产业园区  Park         land and ready-built factories
//	地块      Plot         a piece of land in a park
//	标准厂房  Workshop     a unit of a ready-built factory in a park
//	新闻动态  Article      a text in a news column
//	政策      Policy       a document, in Clauses (条款)
//	统计指标  Indicator    what is counted, with its unit and definition; a setting
//	数据发布  Release      the Figures of one source for one period
//	里程碑    Milestone    a dated step of building
//	进展      Update       a dated note of progress on a project
//	到位资金  funds in place         money that arrived
//	协议投资  contracted investment  the amount in a signing
//	总投资    total investment       the amount of a project
//	草稿      Draft        what editors work on
//	修订      Revision     one saved text of a draft
//	审核      Review       one reviewer's verdict on one text
//	发布/撤回 publish / withdraw
//	编辑台    Desk         the shelf that editors work on
//	已发布    Catalogue    the shelf that the public sees; derived from the Desk
//	编辑人员  Editor       whoever signs in, whatever the role
//	栏目      Column       a named place of the site
//	登录会话  Session      an editor signed in; package account's, never a title line of a ceremony
//	大屏      Stage        the screen of a ceremony (never a project's phase)
//	彩排      rehearsal    the stage tried out: nothing of it reaches the public
//	定格      freeze       the picture stays whatever the director does
//	大屏链接  StageLink    opens the screen, the prompter or backstage to whoever has it
//
// # Two shelves
//
// A Draft lives on the Desk with its Revisions and Reviews. Publishing writes
// what Public returns into the Catalogue, which is the only thing a Reader can
// see. Fields that are internal say so in their comment and are blank in Public.
package invest

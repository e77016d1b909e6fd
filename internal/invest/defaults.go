package invest

// DefaultSettings is what a fresh data folder starts with: a site without a
// name of its own, the pages' government tags, and nothing of any district.
func DefaultSettings() Settings {
	page := func(key string, zh, en, descZh, descEn string, t ColumnType) Column {
		return Column{
			Key: key, Name: Text{Zh: zh, En: en}, Description: Text{Zh: descZh, En: descEn},
			Keywords: Text{Zh: zh + ",招商引资", En: en + ", investment"}, Type: t,
		}
	}
	return Settings{
		Site: Site{
			Name:    Text{Zh: "招商引资网（未设置名称）", En: "Investment promotion (name not set)"},
			Short:   Text{Zh: "招商引资网", En: "Investment"},
			Promise: Text{Zh: "项目、园区与政策，一处看清", En: "Projects, parks and policies in one place"},
			Notice:  Text{Zh: "演示站，非政府网站", En: "Demonstration, not a government site"},
			// What a government site must name stands there from the first page on,
			// and says that nobody has set it.
			IDCode:    "未设置（演示站，非政府网站）",
			Organiser: Text{Zh: "未设置（演示站，非政府网站）", En: "not set (demonstration, not a government site)"},
			Address:   Text{Zh: "未设置", En: "not set"},
			ICP:       FilingNumber{Number: "未设置", URL: "https://beian.miit.gov.cn/"},
			Police:    FilingNumber{Number: "未设置", URL: "https://beian.mps.gov.cn/"},
		},
		Columns: Columns{
			page("home", "首页", "Home", "本区招商引资信息的入口", "Where to begin", "首页"),
			page("projects", "招商项目", "Projects", "可投资与已签约的项目及其进展", "Projects open to investors and projects signed", "数据发布"),
			page("ceremonies", "签约专场", "Signings", "历次集中签约的项目、甲乙双方与金额", "Signing ceremonies with projects, parties and amounts", "工作动态"),
			page("parks", "园区载体", "Parks", "产业园区的面积、配套与可供空间", "Industrial parks, their services and space", "概况信息"),
			page("news", "新闻动态", "News", "招商引资工作动态", "News of investment promotion", "工作动态"),
			page("progress", "项目进展", "Progress", "签约项目开工、建设与投产情况", "What became of the projects signed", "工作动态"),
			page("policies", "惠企政策", "Policies", "与投资有关的政策文件及其有效性", "Policy documents and their validity", "政策文件"),
			page("data", "统计数据", "Data", "招商引资与重点项目统计指标", "Indicators of investment and key projects", "数据发布"),
			page("search", "搜索", "Search", "在本站全部公开内容中查找", "Search everything that is published here", "办事服务"),
			page("about", "关于我们", "About", "主办单位与本站说明", "Who runs this site", "机构职能"),
			page("contact", "联系我们", "Contact", "招商窗口的联系方式", "How to reach the investment desk", "办事服务"),
			page("statement", "网站声明", "Statement", "本站内容的使用与免责说明", "Terms of use", "概况信息"),
			page("privacy", "隐私声明", "Privacy", "本站如何处理访问者的信息", "What this site knows of its visitors", "概况信息"),
			page("sitemap", "网站地图", "Site map", "本站全部栏目", "Every part of this site", "概况信息"),
		},
		Reviews: ReviewLevels{
			KindProject: 3, KindCeremony: 3, KindPark: 3, KindArticle: 3, KindPolicy: 3, KindUpdate: 3, KindRelease: 3,
		},
		Words: defaultWords(),
	}
}

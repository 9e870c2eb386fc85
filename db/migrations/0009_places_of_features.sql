-- A database whose catalogue is older than its platforms: every feature runs everywhere, but for two on phones.
INSERT INTO "feature_platforms" ("feature", "platform", "place")
SELECT f.slug, p.platform,
	(CASE WHEN p.platform = 'mobile' AND f.slug = 'background-removal' THEN 'on-device'
		WHEN p.platform = 'mobile' AND f.slug = 'template-export' THEN 'web'
		ELSE 'credits' END)::"feature_place"
FROM "features" f CROSS JOIN unnest(enum_range(NULL::"platform")) AS p(platform)
ON CONFLICT DO NOTHING;

ALTER TABLE "devices" ADD COLUMN "lab" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_policies" ADD COLUMN "return_addresses" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
UPDATE "platform_policies" SET "return_addresses" = ARRAY['purse-' || "platform" || '://credits'] WHERE "platform" <> 'web';

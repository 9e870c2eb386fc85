CREATE TABLE "order_keys" (
	"user_id" uuid NOT NULL,
	"key_scope" text NOT NULL,
	"idempotency_key" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"order_id" uuid NOT NULL,
	CONSTRAINT "order_keys_pkey" PRIMARY KEY("user_id","key_scope","idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "order_keys" ADD CONSTRAINT "order_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_keys" ADD CONSTRAINT "order_keys_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;
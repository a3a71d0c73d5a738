CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

BEGIN TRANSACTION;
CREATE TABLE "ApiClients" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_ApiClients" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "SecretHash" TEXT NOT NULL,
    "Role" TEXT NOT NULL,
    "TenantId" TEXT NULL
);

CREATE TABLE "AspNetUsers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AspNetUsers" PRIMARY KEY,
    "Role" TEXT NOT NULL,
    "TenantId" TEXT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);

CREATE TABLE "AuditEntries" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AuditEntries" PRIMARY KEY,
    "At" TEXT NOT NULL,
    "Actor" TEXT NOT NULL,
    "Action" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "TenantId" TEXT NULL,
    "OrderId" TEXT NULL,
    "Detail" TEXT NOT NULL
);

CREATE TABLE "DataProtectionKeys" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_DataProtectionKeys" PRIMARY KEY AUTOINCREMENT,
    "FriendlyName" TEXT NULL,
    "Xml" TEXT NULL
);

CREATE TABLE "Orders" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Orders" PRIMARY KEY,
    "ExternalSystem" TEXT NOT NULL,
    "ExternalId" TEXT NOT NULL,
    "PayloadHash" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "SubmittedBy" TEXT NOT NULL,
    "TenantId" TEXT NULL,
    "SubmittedAt" TEXT NOT NULL,
    "CompletedAt" TEXT NULL,
    "LeasedUntil" TEXT NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "Products" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Products" PRIMARY KEY,
    "Code" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "MaxMailboxes" INTEGER NULL,
    "MaxAliases" INTEGER NULL,
    "MaxDomains" INTEGER NULL,
    "MailboxQuotaBytes" INTEGER NULL,
    "TotalQuotaBytes" INTEGER NULL,
    "Features" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "Tenants" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Tenants" PRIMARY KEY,
    "Number" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "SearchName" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "AspNetUserClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AspNetUserClaims" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AspNetUserClaims_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);

CREATE TABLE "AspNetUserLogins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_AspNetUserLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_AspNetUserLogins_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);

CREATE TABLE "AspNetUserTokens" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_AspNetUserTokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_AspNetUserTokens_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);

CREATE TABLE "OrderItem" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_OrderItem" PRIMARY KEY,
    "OrderId" TEXT NOT NULL,
    "Position" INTEGER NOT NULL,
    "Action" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "MailboxId" TEXT NULL,
    "State" TEXT NOT NULL,
    "ErrorCode" TEXT NULL,
    "ErrorText" TEXT NULL,
    CONSTRAINT "FK_OrderItem_Orders_OrderId" FOREIGN KEY ("OrderId") REFERENCES "Orders" ("Id") ON DELETE CASCADE
);

CREATE TABLE "Subscriptions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Subscriptions" PRIMARY KEY,
    "ContractNumber" TEXT NOT NULL,
    "TenantId" TEXT NOT NULL,
    "TerminatedAt" TEXT NULL,
    "ProductId" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_Subscriptions_Products_ProductId" FOREIGN KEY ("ProductId") REFERENCES "Products" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_Subscriptions_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE RESTRICT
);

CREATE TABLE "Mailboxes" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Mailboxes" PRIMARY KEY,
    "PrimaryAddress" TEXT NOT NULL,
    "SubscriptionId" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Volume" TEXT NULL,
    "PasswordHash" TEXT NOT NULL,
    "DisplayName" TEXT NULL,
    "SearchName" TEXT NULL,
    "QuotaBytes" INTEGER NULL,
    "CreatedAt" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_Mailboxes_Subscriptions_SubscriptionId" FOREIGN KEY ("SubscriptionId") REFERENCES "Subscriptions" ("Id") ON DELETE RESTRICT
);

CREATE TABLE "MailDomains" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_MailDomains" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Shared" INTEGER NOT NULL,
    "SubscriptionId" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_MailDomains_Subscriptions_SubscriptionId" FOREIGN KEY ("SubscriptionId") REFERENCES "Subscriptions" ("Id") ON DELETE RESTRICT
);

CREATE TABLE "Addresses" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Addresses" PRIMARY KEY,
    "Value" TEXT NOT NULL,
    "Search" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "DomainId" TEXT NOT NULL,
    "SubscriptionId" TEXT NOT NULL,
    "MailboxId" TEXT NULL,
    "Targets" TEXT NULL,
    CONSTRAINT "FK_Addresses_MailDomains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "MailDomains" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_Addresses_Mailboxes_MailboxId" FOREIGN KEY ("MailboxId") REFERENCES "Mailboxes" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_Addresses_Subscriptions_SubscriptionId" FOREIGN KEY ("SubscriptionId") REFERENCES "Subscriptions" ("Id") ON DELETE RESTRICT
);

INSERT INTO "Products" ("Id", "Code", "Features", "MailboxQuotaBytes", "MaxAliases", "MaxDomains", "MaxMailboxes", "Name", "TotalQuotaBytes", "Version")
VALUES ('01930000-0000-7000-8000-000000000001', 'residential', 7, 1073741824, 10, 0, 5, 'Residential', 5368709120, 0);
SELECT changes();

INSERT INTO "Products" ("Id", "Code", "Features", "MailboxQuotaBytes", "MaxAliases", "MaxDomains", "MaxMailboxes", "Name", "TotalQuotaBytes", "Version")
VALUES ('01930000-0000-7000-8000-000000000002', 'customer-domain', 15, 2147483648, 100, 3, 25, 'Customer domain', 53687091200, 0);
SELECT changes();

INSERT INTO "Products" ("Id", "Code", "Features", "MailboxQuotaBytes", "MaxAliases", "MaxDomains", "MaxMailboxes", "Name", "TotalQuotaBytes", "Version")
VALUES ('01930000-0000-7000-8000-000000000003', 'package-10', 15, 5368709120, 50, 1, 10, 'Package with 10 mailboxes', 21474836480, 0);
SELECT changes();

INSERT INTO "Products" ("Id", "Code", "Features", "MailboxQuotaBytes", "MaxAliases", "MaxDomains", "MaxMailboxes", "Name", "TotalQuotaBytes", "Version")
VALUES ('01930000-0000-7000-8000-000000000004', 'premium', 15, NULL, NULL, NULL, NULL, 'Premium', NULL, 0);
SELECT changes();


CREATE INDEX "IX_Addresses_DomainId" ON "Addresses" ("DomainId");

CREATE INDEX "IX_Addresses_MailboxId" ON "Addresses" ("MailboxId");

CREATE INDEX "IX_Addresses_Search" ON "Addresses" ("Search");

CREATE INDEX "IX_Addresses_SubscriptionId" ON "Addresses" ("SubscriptionId");

CREATE UNIQUE INDEX "IX_Addresses_Value" ON "Addresses" ("Value");

CREATE UNIQUE INDEX "IX_ApiClients_Name" ON "ApiClients" ("Name");

CREATE INDEX "IX_AspNetUserClaims_UserId" ON "AspNetUserClaims" ("UserId");

CREATE INDEX "IX_AspNetUserLogins_UserId" ON "AspNetUserLogins" ("UserId");

CREATE INDEX "EmailIndex" ON "AspNetUsers" ("NormalizedEmail");

CREATE UNIQUE INDEX "UserNameIndex" ON "AspNetUsers" ("NormalizedUserName");

CREATE INDEX "IX_AuditEntries_Subject" ON "AuditEntries" ("Subject");

CREATE INDEX "IX_AuditEntries_TenantId_At" ON "AuditEntries" ("TenantId", "At");

CREATE INDEX "IX_Mailboxes_PrimaryAddress" ON "Mailboxes" ("PrimaryAddress");

CREATE INDEX "IX_Mailboxes_SearchName" ON "Mailboxes" ("SearchName");

CREATE INDEX "IX_Mailboxes_SubscriptionId" ON "Mailboxes" ("SubscriptionId");

CREATE UNIQUE INDEX "IX_MailDomains_Name" ON "MailDomains" ("Name");

CREATE INDEX "IX_MailDomains_SubscriptionId" ON "MailDomains" ("SubscriptionId");

CREATE INDEX "IX_OrderItem_MailboxId" ON "OrderItem" ("MailboxId");

CREATE INDEX "IX_OrderItem_OrderId" ON "OrderItem" ("OrderId");

CREATE UNIQUE INDEX "IX_Orders_ExternalSystem_ExternalId" ON "Orders" ("ExternalSystem", "ExternalId");

CREATE INDEX "IX_Orders_State_LeasedUntil" ON "Orders" ("State", "LeasedUntil");

CREATE INDEX "IX_Orders_SubmittedAt" ON "Orders" ("SubmittedAt");

CREATE UNIQUE INDEX "IX_Products_Code" ON "Products" ("Code");

CREATE UNIQUE INDEX "IX_Subscriptions_ContractNumber" ON "Subscriptions" ("ContractNumber");

CREATE INDEX "IX_Subscriptions_ProductId" ON "Subscriptions" ("ProductId");

CREATE INDEX "IX_Subscriptions_TenantId" ON "Subscriptions" ("TenantId");

CREATE UNIQUE INDEX "IX_Tenants_Number" ON "Tenants" ("Number");

CREATE INDEX "IX_Tenants_SearchName" ON "Tenants" ("SearchName");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261124023436_Initial', '9.0.23');

DROP INDEX "IX_Orders_SubmittedAt";

DROP INDEX "IX_AuditEntries_Subject";

ALTER TABLE "AspNetUsers" ADD "CreatedAt" TEXT NOT NULL DEFAULT '0001-01-01 00:00:00';

ALTER TABLE "AspNetUsers" ADD "LastSignInAt" TEXT NULL;

ALTER TABLE "AspNetUsers" ADD "MustChangePassword" INTEGER NOT NULL DEFAULT 0;

CREATE INDEX "IX_Orders_ExternalSystem_SubmittedAt" ON "Orders" ("ExternalSystem", "SubmittedAt");

CREATE INDEX "IX_Orders_State_SubmittedAt" ON "Orders" ("State", "SubmittedAt");

CREATE INDEX "IX_Orders_SubmittedAt_Id" ON "Orders" ("SubmittedAt", "Id");

CREATE INDEX "IX_Orders_TenantId_SubmittedAt" ON "Orders" ("TenantId", "SubmittedAt");

CREATE INDEX "IX_AuditEntries_Action_At" ON "AuditEntries" ("Action", "At");

CREATE INDEX "IX_AuditEntries_Actor_At" ON "AuditEntries" ("Actor", "At");

CREATE INDEX "IX_AuditEntries_At_Id" ON "AuditEntries" ("At", "Id");

CREATE INDEX "IX_AuditEntries_Subject_At" ON "AuditEntries" ("Subject", "At");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125093239_ConsoleUsers', '9.0.23');

DROP INDEX "IX_Orders_State_LeasedUntil";

ALTER TABLE "Orders" ADD "Submitter" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Orders" ADD "BatchId" TEXT NULL;

ALTER TABLE "Orders" ADD "BatchPosition" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Orders" ADD "Content" TEXT NULL;

ALTER TABLE "Orders" ADD "DueAt" TEXT NULL;

ALTER TABLE "Orders" ADD "ErrorCode" TEXT NULL;

ALTER TABLE "Orders" ADD "ErrorText" TEXT NULL;

ALTER TABLE "Orders" ADD "Interrupted" TEXT NULL;

ALTER TABLE "Orders" ADD "Lane" TEXT NOT NULL DEFAULT 'Interactive';

ALTER TABLE "Orders" ADD "LeaseOwner" TEXT NULL;

ALTER TABLE "Orders" ADD "OnFailure" TEXT NOT NULL DEFAULT 'Compensate';

ALTER TABLE "Orders" ADD "PointOfNoReturnAt" TEXT NULL;

ALTER TABLE "Orders" ADD "RequestedStart" TEXT NULL;

ALTER TABLE "OrderItem" ADD "DependsOn" TEXT NOT NULL DEFAULT '';

ALTER TABLE "OrderItem" ADD "Undo" TEXT NULL;

UPDATE Orders SET DueAt = LeasedUntil WHERE State IN ('InProgress', 'Held');

UPDATE Orders SET Submitter = '{"Kind":0,"Name":"system","Role":0,"TenantId":null}';

CREATE TABLE "EventCounters" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_EventCounters" PRIMARY KEY,
    "Last" INTEGER NOT NULL
);

CREATE TABLE "OrderBatches" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_OrderBatches" PRIMARY KEY,
    "ExternalSystem" TEXT NOT NULL,
    "ExternalId" TEXT NOT NULL,
    "PayloadHash" TEXT NOT NULL,
    "SubmittedBy" TEXT NOT NULL,
    "TenantId" TEXT NULL,
    "SubmittedAt" TEXT NOT NULL,
    "Orders" INTEGER NOT NULL
);

CREATE TABLE "OrderEvents" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_OrderEvents" PRIMARY KEY AUTOINCREMENT,
    "Sequence" INTEGER NULL,
    "At" TEXT NOT NULL,
    "OrderId" TEXT NOT NULL,
    "ExternalSystem" TEXT NOT NULL,
    "ExternalId" TEXT NOT NULL,
    "TenantId" TEXT NULL,
    "BatchId" TEXT NULL,
    "From" TEXT NULL,
    "To" TEXT NOT NULL,
    "ErrorCode" TEXT NULL
);

INSERT INTO "EventCounters" ("Id", "Last")
VALUES (1, 0);
SELECT changes();


CREATE INDEX "IX_Orders_BatchId_BatchPosition" ON "Orders" ("BatchId", "BatchPosition");

CREATE INDEX "IX_Orders_Lane_DueAt_BatchPosition" ON "Orders" ("Lane", "DueAt", "BatchPosition");

CREATE UNIQUE INDEX "IX_OrderBatches_ExternalSystem_ExternalId" ON "OrderBatches" ("ExternalSystem", "ExternalId");

CREATE INDEX "IX_OrderBatches_SubmittedAt" ON "OrderBatches" ("SubmittedAt");

CREATE INDEX "IX_OrderEvents_OrderId" ON "OrderEvents" ("OrderId");

CREATE UNIQUE INDEX "IX_OrderEvents_Sequence" ON "OrderEvents" ("Sequence");

CREATE TABLE "ef_temp_Orders" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Orders" PRIMARY KEY,
    "Attempts" INTEGER NOT NULL,
    "BatchId" TEXT NULL,
    "BatchPosition" INTEGER NOT NULL,
    "CompletedAt" TEXT NULL,
    "Content" TEXT NULL,
    "DueAt" TEXT NULL,
    "ErrorCode" TEXT NULL,
    "ErrorText" TEXT NULL,
    "ExternalId" TEXT NOT NULL,
    "ExternalSystem" TEXT NOT NULL,
    "Interrupted" TEXT NULL,
    "Lane" TEXT NOT NULL,
    "LeaseOwner" TEXT NULL,
    "OnFailure" TEXT NOT NULL,
    "PayloadHash" TEXT NOT NULL,
    "PointOfNoReturnAt" TEXT NULL,
    "RequestedStart" TEXT NULL,
    "State" TEXT NOT NULL,
    "SubmittedAt" TEXT NOT NULL,
    "SubmittedBy" TEXT NOT NULL,
    "Submitter" TEXT NOT NULL,
    "TenantId" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_Orders_OrderBatches_BatchId" FOREIGN KEY ("BatchId") REFERENCES "OrderBatches" ("Id") ON DELETE RESTRICT
);

INSERT INTO "ef_temp_Orders" ("Id", "Attempts", "BatchId", "BatchPosition", "CompletedAt", "Content", "DueAt", "ErrorCode", "ErrorText", "ExternalId", "ExternalSystem", "Interrupted", "Lane", "LeaseOwner", "OnFailure", "PayloadHash", "PointOfNoReturnAt", "RequestedStart", "State", "SubmittedAt", "SubmittedBy", "Submitter", "TenantId", "Version")
SELECT "Id", "Attempts", "BatchId", "BatchPosition", "CompletedAt", "Content", "DueAt", "ErrorCode", "ErrorText", "ExternalId", "ExternalSystem", "Interrupted", "Lane", "LeaseOwner", "OnFailure", "PayloadHash", "PointOfNoReturnAt", "RequestedStart", "State", "SubmittedAt", "SubmittedBy", "Submitter", "TenantId", "Version"
FROM "Orders";

COMMIT;

PRAGMA foreign_keys = 0;

BEGIN TRANSACTION;
DROP TABLE "Orders";

ALTER TABLE "ef_temp_Orders" RENAME TO "Orders";

COMMIT;

PRAGMA foreign_keys = 1;

BEGIN TRANSACTION;
CREATE INDEX "IX_Orders_BatchId_BatchPosition" ON "Orders" ("BatchId", "BatchPosition");

CREATE UNIQUE INDEX "IX_Orders_ExternalSystem_ExternalId" ON "Orders" ("ExternalSystem", "ExternalId");

CREATE INDEX "IX_Orders_ExternalSystem_SubmittedAt" ON "Orders" ("ExternalSystem", "SubmittedAt");

CREATE INDEX "IX_Orders_Lane_DueAt_BatchPosition" ON "Orders" ("Lane", "DueAt", "BatchPosition");

CREATE INDEX "IX_Orders_State_SubmittedAt" ON "Orders" ("State", "SubmittedAt");

CREATE INDEX "IX_Orders_SubmittedAt_Id" ON "Orders" ("SubmittedAt", "Id");

CREATE INDEX "IX_Orders_TenantId_SubmittedAt" ON "Orders" ("TenantId", "SubmittedAt");

COMMIT;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125095705_OrderStates', '9.0.23');

BEGIN TRANSACTION;
CREATE TABLE "Webhooks" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Webhooks" PRIMARY KEY,
    "Url" TEXT NOT NULL,
    "Secret" TEXT NOT NULL,
    "FormerSecret" TEXT NULL,
    "FormerUntil" TEXT NULL,
    "TenantId" TEXT NULL,
    "ExternalSystem" TEXT NULL,
    "Position" INTEGER NOT NULL,
    "DisabledBecause" TEXT NULL,
    "CreatedBy" TEXT NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "WebhookDeliveries" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_WebhookDeliveries" PRIMARY KEY,
    "WebhookId" TEXT NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "NextAt" TEXT NOT NULL,
    "LastStatus" INTEGER NULL,
    "LastError" TEXT NULL,
    "DeliveredAt" TEXT NULL,
    CONSTRAINT "FK_WebhookDeliveries_Webhooks_WebhookId" FOREIGN KEY ("WebhookId") REFERENCES "Webhooks" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_WebhookDeliveries_State_NextAt" ON "WebhookDeliveries" ("State", "NextAt");

CREATE UNIQUE INDEX "IX_WebhookDeliveries_WebhookId_Sequence" ON "WebhookDeliveries" ("WebhookId", "Sequence");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125100441_Webhooks', '9.0.23');

ALTER TABLE "Subscriptions" ADD "Overrides" TEXT NOT NULL DEFAULT ('{}');

ALTER TABLE "Subscriptions" ADD "Suspension_Login" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Subscriptions" ADD "Suspension_Receive" TEXT NOT NULL DEFAULT 'Accept';

ALTER TABLE "Subscriptions" ADD "Suspension_Send" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Products" ADD "MaxAliasesPerMailbox" INTEGER NULL;

ALTER TABLE "Products" ADD "MaxMessageBytes" INTEGER NULL;

ALTER TABLE "Products" ADD "MaxMessagesPerHour" INTEGER NULL;

ALTER TABLE "Products" ADD "MayBecome" TEXT NULL;

ALTER TABLE "MailDomains" ADD "AliasOfId" TEXT NULL;

ALTER TABLE "MailDomains" ADD "MinNameLength" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "Mailboxes" ADD "HasOwnQuota" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Mailboxes" ADD "PurgeAt" TEXT NULL;

ALTER TABLE "Mailboxes" ADD "Suspension_Login" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Mailboxes" ADD "Suspension_Receive" TEXT NOT NULL DEFAULT 'Accept';

ALTER TABLE "Mailboxes" ADD "Suspension_Send" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Mailboxes" ADD "TerminatedAt" TEXT NULL;

ALTER TABLE "Mailboxes" ADD "TreeName" TEXT NULL;

ALTER TABLE "Addresses" ADD "FormerKind" TEXT NULL;

ALTER TABLE "Addresses" ADD "FormerMailboxId" TEXT NULL;

ALTER TABLE "Addresses" ADD "QuarantinedUntil" TEXT NULL;

UPDATE Mailboxes SET TreeName = PrimaryAddress WHERE Volume IS NOT NULL;

UPDATE Mailboxes SET HasOwnQuota = 1 WHERE COALESCE(QuotaBytes, -1) <> (SELECT COALESCE(p.MailboxQuotaBytes, -1) FROM Subscriptions s JOIN Products p ON p.Id = s.ProductId WHERE s.Id = Mailboxes.SubscriptionId);

UPDATE "Products" SET "Features" = 119, "MaxAliasesPerMailbox" = 5, "MaxMessageBytes" = 52428800, "MaxMessagesPerHour" = 100, "MayBecome" = 'customer-domain,package-10,premium'
WHERE "Id" = '01930000-0000-7000-8000-000000000001';
SELECT changes();


UPDATE "Products" SET "Features" = 127, "MaxAliasesPerMailbox" = 50, "MaxMessageBytes" = 52428800, "MaxMessagesPerHour" = 300, "MayBecome" = NULL
WHERE "Id" = '01930000-0000-7000-8000-000000000002';
SELECT changes();


UPDATE "Products" SET "Features" = 255, "MaxAliasesPerMailbox" = 20, "MaxMessageBytes" = 104857600, "MaxMessagesPerHour" = 500, "MayBecome" = NULL
WHERE "Id" = '01930000-0000-7000-8000-000000000003';
SELECT changes();


UPDATE "Products" SET "Features" = 1023, "MaxAliasesPerMailbox" = NULL, "MaxMessageBytes" = 104857600, "MaxMessagesPerHour" = 2000, "MayBecome" = NULL
WHERE "Id" = '01930000-0000-7000-8000-000000000004';
SELECT changes();


CREATE INDEX "IX_MailDomains_AliasOfId" ON "MailDomains" ("AliasOfId");

CREATE INDEX "IX_Mailboxes_PurgeAt" ON "Mailboxes" ("PurgeAt");

CREATE INDEX "IX_Addresses_FormerMailboxId" ON "Addresses" ("FormerMailboxId");

CREATE INDEX "IX_Addresses_QuarantinedUntil" ON "Addresses" ("QuarantinedUntil");

CREATE TABLE "ef_temp_MailDomains" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_MailDomains" PRIMARY KEY,
    "AliasOfId" TEXT NULL,
    "MinNameLength" INTEGER NOT NULL DEFAULT 1,
    "Name" TEXT NOT NULL,
    "Shared" INTEGER NOT NULL,
    "SubscriptionId" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_MailDomains_MailDomains_AliasOfId" FOREIGN KEY ("AliasOfId") REFERENCES "MailDomains" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_MailDomains_Subscriptions_SubscriptionId" FOREIGN KEY ("SubscriptionId") REFERENCES "Subscriptions" ("Id") ON DELETE RESTRICT
);

INSERT INTO "ef_temp_MailDomains" ("Id", "AliasOfId", "MinNameLength", "Name", "Shared", "SubscriptionId", "Version")
SELECT "Id", "AliasOfId", "MinNameLength", "Name", "Shared", "SubscriptionId", "Version"
FROM "MailDomains";

COMMIT;

PRAGMA foreign_keys = 0;

BEGIN TRANSACTION;
DROP TABLE "MailDomains";

ALTER TABLE "ef_temp_MailDomains" RENAME TO "MailDomains";

COMMIT;

PRAGMA foreign_keys = 1;

BEGIN TRANSACTION;
CREATE INDEX "IX_MailDomains_AliasOfId" ON "MailDomains" ("AliasOfId");

CREATE UNIQUE INDEX "IX_MailDomains_Name" ON "MailDomains" ("Name");

CREATE INDEX "IX_MailDomains_SubscriptionId" ON "MailDomains" ("SubscriptionId");

COMMIT;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125104008_LifeCycle', '9.0.23');

BEGIN TRANSACTION;
ALTER TABLE "AuditEntries" ADD "OnBehalfOf" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "Reason" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125111732_OnBehalfOf', '9.0.23');

ALTER TABLE "Mailboxes" ADD "TreeMayBe" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "After" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "Before" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "Digest" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "ErasedBy" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "Hash" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "Salt" TEXT NULL;

ALTER TABLE "AuditEntries" ADD "Sequence" INTEGER NULL;

ALTER TABLE "AuditEntries" ADD "Source" TEXT NULL;

CREATE TABLE "AuditCheckpoints" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_AuditCheckpoints" PRIMARY KEY,
    "Hash" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "PublicKey" TEXT NOT NULL,
    "Signature" TEXT NOT NULL
);

CREATE TABLE "AuditHeads" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AuditHeads" PRIMARY KEY,
    "Last" INTEGER NOT NULL,
    "Hash" TEXT NOT NULL
);

INSERT INTO "AuditHeads" ("Id", "Hash", "Last")
VALUES (1, '', 0);
SELECT changes();


CREATE UNIQUE INDEX "IX_AuditEntries_Sequence" ON "AuditEntries" ("Sequence");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125124036_AuditChain', '9.0.23');

ALTER TABLE "Mailboxes" ADD "PendingRules" TEXT NULL;

UPDATE "Products" SET "Features" = 7287
WHERE "Id" = '01930000-0000-7000-8000-000000000001';
SELECT changes();


UPDATE "Products" SET "Features" = 15487
WHERE "Id" = '01930000-0000-7000-8000-000000000002';
SELECT changes();


UPDATE "Products" SET "Features" = 15615
WHERE "Id" = '01930000-0000-7000-8000-000000000003';
SELECT changes();


UPDATE "Products" SET "Features" = 16383
WHERE "Id" = '01930000-0000-7000-8000-000000000004';
SELECT changes();


INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125144032_MailRules', '9.0.23');

ALTER TABLE "Products" ADD "RequiresVerifiedDomains" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "MailDomains" ADD "Ownership" TEXT NOT NULL DEFAULT 'Pending';

ALTER TABLE "MailDomains" ADD "VerifiedAt" TEXT NULL;

CREATE TABLE "DkimKeys" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_DkimKeys" PRIMARY KEY,
    "DomainId" TEXT NOT NULL,
    "Selector" TEXT NOT NULL,
    "Algorithm" TEXT NOT NULL,
    "PublicKey" TEXT NOT NULL,
    "ProtectedPrivateKey" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "RetireAt" TEXT NULL,
    CONSTRAINT "FK_DkimKeys_MailDomains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "MailDomains" ("Id") ON DELETE CASCADE
);

CREATE TABLE "DomainChecks" (
    "DomainId" TEXT NOT NULL CONSTRAINT "PK_DomainChecks" PRIMARY KEY,
    "At" TEXT NOT NULL,
    "Content" TEXT NOT NULL,
    CONSTRAINT "FK_DomainChecks_MailDomains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "MailDomains" ("Id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "IX_DkimKeys_DomainId_Selector" ON "DkimKeys" ("DomainId", "Selector");

CREATE INDEX "IX_DkimKeys_RetireAt" ON "DkimKeys" ("RetireAt");

CREATE INDEX "IX_DomainChecks_At" ON "DomainChecks" ("At");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125150755_Domains', '9.0.23');

CREATE TABLE "KeptReplies" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_KeptReplies" PRIMARY KEY,
    "Client" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Fingerprint" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "RunsUntil" TEXT NOT NULL,
    "Reply" TEXT NULL
);

CREATE INDEX "IX_KeptReplies_At" ON "KeptReplies" ("At");

CREATE UNIQUE INDEX "IX_KeptReplies_Client_Key" ON "KeptReplies" ("Client", "Key");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125152338_KeptReplies', '9.0.23');

ALTER TABLE "Webhooks" ADD "Format" TEXT NOT NULL DEFAULT 'Standard';

ALTER TABLE "ApiClients" ADD "Certificate" TEXT NULL;

ALTER TABLE "ApiClients" ADD "CreatedAt" TEXT NOT NULL DEFAULT '0001-01-01 00:00:00';

ALTER TABLE "ApiClients" ADD "FormerSecretHash" TEXT NULL;

ALTER TABLE "ApiClients" ADD "FormerUntil" TEXT NULL;

ALTER TABLE "ApiClients" ADD "Scopes" TEXT NULL;

ALTER TABLE "ApiClients" ADD "Version" INTEGER NOT NULL DEFAULT 0;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125155726_ApiClientScopes', '9.0.23');

ALTER TABLE "Mailboxes" ADD "ScramKeys" TEXT NULL;

CREATE TABLE "PlatformSecrets" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_PlatformSecrets" PRIMARY KEY,
    "Value" BLOB NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125164154_ScramKeys', '9.0.23');

ALTER TABLE "Products" ADD "MaxStoredMessages" INTEGER NULL;

ALTER TABLE "Products" ADD "TrashExtraBytes" INTEGER NULL;

CREATE TABLE "SendingRights" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SendingRights" PRIMARY KEY,
    "AddressId" TEXT NOT NULL,
    "MailboxId" TEXT NOT NULL,
    "GrantedAt" TEXT NOT NULL,
    CONSTRAINT "FK_SendingRights_Addresses_AddressId" FOREIGN KEY ("AddressId") REFERENCES "Addresses" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_SendingRights_Mailboxes_MailboxId" FOREIGN KEY ("MailboxId") REFERENCES "Mailboxes" ("Id") ON DELETE CASCADE
);

UPDATE "Products" SET "MaxStoredMessages" = 100000, "TrashExtraBytes" = 52428800
WHERE "Id" = '01930000-0000-7000-8000-000000000001';
SELECT changes();


UPDATE "Products" SET "MaxStoredMessages" = NULL, "TrashExtraBytes" = 104857600
WHERE "Id" = '01930000-0000-7000-8000-000000000002';
SELECT changes();


UPDATE "Products" SET "MaxStoredMessages" = NULL, "TrashExtraBytes" = 104857600
WHERE "Id" = '01930000-0000-7000-8000-000000000003';
SELECT changes();


UPDATE "Products" SET "MaxStoredMessages" = NULL, "TrashExtraBytes" = NULL
WHERE "Id" = '01930000-0000-7000-8000-000000000004';
SELECT changes();


CREATE UNIQUE INDEX "IX_SendingRights_AddressId_MailboxId" ON "SendingRights" ("AddressId", "MailboxId");

CREATE INDEX "IX_SendingRights_MailboxId" ON "SendingRights" ("MailboxId");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125174445_ProductsAndSendingRights', '9.0.23');

ALTER TABLE "ApiClients" ADD "LastUsedAt" TEXT NULL;

ALTER TABLE "ApiClients" ADD "OpenIdSubject" TEXT NULL;

CREATE UNIQUE INDEX "IX_ApiClients_OpenIdSubject" ON "ApiClients" ("OpenIdSubject");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125181241_ApiClientUse', '9.0.23');

CREATE TABLE "LoginRecords" (
    "MailboxId" TEXT NOT NULL,
    "Service" TEXT NOT NULL,
    "Result" TEXT NOT NULL,
    "Client" TEXT NOT NULL,
    "Mechanism" TEXT NOT NULL,
    "Master" TEXT NOT NULL,
    "Count" INTEGER NOT NULL,
    "FirstAt" TEXT NOT NULL,
    "LastAt" TEXT NOT NULL,
    CONSTRAINT "PK_LoginRecords" PRIMARY KEY ("MailboxId", "Service", "Result", "Client", "Mechanism", "Master")
);

CREATE TABLE "TraceRecords" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_TraceRecords" PRIMARY KEY,
    "TenantId" TEXT NULL,
    "Sides" INTEGER NOT NULL,
    "Message" TEXT NOT NULL,
    "Sender" TEXT NOT NULL,
    "Recipient" TEXT NOT NULL,
    "Target" TEXT NULL,
    "Client" TEXT NULL,
    "ClientName" TEXT NULL,
    "Protocol" TEXT NULL,
    "MessageIdField" TEXT NULL,
    "Octets" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "Reply" TEXT NULL,
    "LastAt" TEXT NOT NULL,
    "Events" text NOT NULL
);

CREATE TABLE "UnauthenticatedUses" (
    "MailboxId" TEXT NOT NULL,
    "Client" TEXT NOT NULL,
    "Count" INTEGER NOT NULL,
    "FirstAt" TEXT NOT NULL,
    "LastAt" TEXT NOT NULL,
    CONSTRAINT "PK_UnauthenticatedUses" PRIMARY KEY ("MailboxId", "Client")
);

CREATE TABLE "UsageCounts" (
    "Hour" TEXT NOT NULL,
    "TenantId" TEXT NOT NULL,
    "Measure" TEXT NOT NULL,
    "Count" INTEGER NOT NULL,
    "Octets" INTEGER NOT NULL,
    CONSTRAINT "PK_UsageCounts" PRIMARY KEY ("Hour", "TenantId", "Measure")
);

CREATE INDEX "IX_TraceRecords_Client_Id" ON "TraceRecords" ("Client", "Id");

CREATE INDEX "IX_TraceRecords_Message" ON "TraceRecords" ("Message");

CREATE INDEX "IX_TraceRecords_MessageIdField_Id" ON "TraceRecords" ("MessageIdField", "Id");

CREATE INDEX "IX_TraceRecords_Recipient_Id" ON "TraceRecords" ("Recipient", "Id");

CREATE INDEX "IX_TraceRecords_Sender_Id" ON "TraceRecords" ("Sender", "Id");

CREATE INDEX "IX_TraceRecords_Target_Id" ON "TraceRecords" ("Target", "Id");

CREATE INDEX "IX_TraceRecords_TenantId_Id" ON "TraceRecords" ("TenantId", "Id");

CREATE INDEX "IX_UnauthenticatedUses_LastAt" ON "UnauthenticatedUses" ("LastAt");

CREATE INDEX "IX_UsageCounts_TenantId_Hour" ON "UsageCounts" ("TenantId", "Hour");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125183437_MailTrace', '9.0.23');

ALTER TABLE "Subscriptions" ADD "Counts_Aliases" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Subscriptions" ADD "Counts_Domains" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Subscriptions" ADD "Counts_Mailboxes" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Subscriptions" ADD "Counts_QuotaBytes" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "MailboxNameStarts" (
    "MailboxId" TEXT NOT NULL,
    "Start" TEXT NOT NULL,
    CONSTRAINT "PK_MailboxNameStarts" PRIMARY KEY ("MailboxId", "Start"),
    CONSTRAINT "FK_MailboxNameStarts_Mailboxes_MailboxId" FOREIGN KEY ("MailboxId") REFERENCES "Mailboxes" ("Id") ON DELETE CASCADE
);

CREATE TABLE "TenantNameStarts" (
    "TenantId" TEXT NOT NULL,
    "Start" TEXT NOT NULL,
    CONSTRAINT "PK_TenantNameStarts" PRIMARY KEY ("TenantId", "Start"),
    CONSTRAINT "FK_TenantNameStarts_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_Subscriptions_TenantId_ContractNumber" ON "Subscriptions" ("TenantId", "ContractNumber");

CREATE INDEX "IX_Orders_ExternalId" ON "Orders" ("ExternalId");

CREATE INDEX "IX_MailDomains_SubscriptionId_Name" ON "MailDomains" ("SubscriptionId", "Name");

CREATE INDEX "IX_Mailboxes_State_PrimaryAddress" ON "Mailboxes" ("State", "PrimaryAddress");

CREATE INDEX "IX_Mailboxes_SubscriptionId_PrimaryAddress" ON "Mailboxes" ("SubscriptionId", "PrimaryAddress");

CREATE INDEX "IX_Addresses_DomainId_Value" ON "Addresses" ("DomainId", "Value");

CREATE INDEX "IX_Addresses_Kind_Value" ON "Addresses" ("Kind", "Value");

CREATE INDEX "IX_Addresses_SubscriptionId_Value" ON "Addresses" ("SubscriptionId", "Value");

CREATE INDEX "IX_MailboxNameStarts_Start_MailboxId" ON "MailboxNameStarts" ("Start", "MailboxId");

CREATE INDEX "IX_TenantNameStarts_Start_TenantId" ON "TenantNameStarts" ("Start", "TenantId");

DROP INDEX "IX_Subscriptions_TenantId";

DROP INDEX "IX_MailDomains_SubscriptionId";

DROP INDEX "IX_Mailboxes_SearchName";

DROP INDEX "IX_Mailboxes_SubscriptionId";

DROP INDEX "IX_Addresses_DomainId";

DROP INDEX "IX_Addresses_SubscriptionId";

UPDATE Subscriptions SET
    Counts_Domains = (SELECT COUNT(*) FROM MailDomains d WHERE d.SubscriptionId = Subscriptions.Id),
    Counts_Mailboxes = (SELECT COUNT(*) FROM Mailboxes m WHERE m.SubscriptionId = Subscriptions.Id AND m.State NOT IN ('Terminated', 'Purged')),
    Counts_QuotaBytes = (SELECT COALESCE(SUM(m.QuotaBytes), 0) FROM Mailboxes m WHERE m.SubscriptionId = Subscriptions.Id AND m.State NOT IN ('Terminated', 'Purged')),
    Counts_Aliases = (SELECT COUNT(*) FROM Addresses a WHERE a.SubscriptionId = Subscriptions.Id AND a.Kind NOT IN ('Mailbox', 'Quarantined'));

INSERT INTO MailboxNameStarts (MailboxId, Start)
WITH RECURSIVE words (Id, s) AS (
    SELECT Id, REPLACE(SearchName, '-', ' ') FROM Mailboxes WHERE SearchName IS NOT NULL
    UNION ALL SELECT Id, substr(s, instr(s, ' ') + 1) FROM words WHERE instr(s, ' ') > 0)
SELECT DISTINCT Id, s FROM words WHERE s <> '' AND s NOT LIKE ' %';

INSERT INTO TenantNameStarts (TenantId, Start)
WITH RECURSIVE words (Id, s) AS (
    SELECT Id, REPLACE(SearchName, '-', ' ') FROM Tenants WHERE SearchName IS NOT NULL
    UNION ALL SELECT Id, substr(s, instr(s, ' ') + 1) FROM words WHERE instr(s, ' ') > 0)
SELECT DISTINCT Id, s FROM words WHERE s <> '' AND s NOT LIKE ' %';

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261125184140_KeptCounts', '9.0.23');

ALTER TABLE "MailDomains" ADD "RelayRecipients" TEXT NOT NULL DEFAULT 'Any';

ALTER TABLE "MailDomains" ADD "RelayTo" TEXT NULL;

ALTER TABLE "Mailboxes" ADD "RelayAs" TEXT NULL;

ALTER TABLE "Mailboxes" ADD "RelayTo" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261126022942_RelayRoutes', '9.0.23');

ALTER TABLE "Products" ADD "PoolQuotaBytes" INTEGER NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261126023808_PoolQuota', '9.0.23');

ALTER TABLE "MailDomains" ADD "ClaimedUntil" TEXT NULL;

CREATE TABLE "MailArchives" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_MailArchives" PRIMARY KEY,
    "MailboxId" TEXT NOT NULL,
    "RequestedBy" TEXT NOT NULL,
    "RequestedAt" TEXT NOT NULL,
    "Volume" TEXT NULL,
    "Bytes" INTEGER NOT NULL,
    "ReadyAt" TEXT NULL,
    "ExpiresAt" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_MailArchives_Mailboxes_MailboxId" FOREIGN KEY ("MailboxId") REFERENCES "Mailboxes" ("Id") ON DELETE RESTRICT
);

CREATE INDEX "IX_MailDomains_ClaimedUntil" ON "MailDomains" ("ClaimedUntil");

CREATE INDEX "IX_MailArchives_ExpiresAt" ON "MailArchives" ("ExpiresAt");

CREATE INDEX "IX_MailArchives_MailboxId" ON "MailArchives" ("MailboxId");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261126032601_ClaimsAndArchives', '9.0.23');

ALTER TABLE "Tenants" ADD "ForbidsExternalForwarding" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "PasswordGuesses" (
    "Key" TEXT NOT NULL CONSTRAINT "PK_PasswordGuesses" PRIMARY KEY,
    "Count" INTEGER NOT NULL,
    "Until" TEXT NOT NULL
);

CREATE INDEX "IX_PasswordGuesses_Until" ON "PasswordGuesses" ("Until");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261126033018_ForwardingAndGuesses', '9.0.23');

CREATE INDEX "IX_Addresses_DomainId_Kind_Value" ON "Addresses" ("DomainId", "Kind", "Value");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261128080626_AddressesOfDomainByKind', '9.0.23');

DROP INDEX "IX_Addresses_Search";

CREATE INDEX "IX_Addresses_Kind_Search" ON "Addresses" ("Kind", "Search");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261128082540_AddressesByKindAndSearch', '9.0.23');

COMMIT;

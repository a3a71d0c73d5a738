CREATE TABLE IF NOT EXISTS `__EFMigrationsHistory` (
    `MigrationId` varchar(150) CHARACTER SET utf8mb4 NOT NULL,
    `ProductVersion` varchar(32) CHARACTER SET utf8mb4 NOT NULL,
    CONSTRAINT `PK___EFMigrationsHistory` PRIMARY KEY (`MigrationId`)
) CHARACTER SET=utf8mb4;

START TRANSACTION;
ALTER DATABASE CHARACTER SET utf8mb4;

CREATE TABLE `ApiClients` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Name` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `SecretHash` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Role` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    CONSTRAINT `PK_ApiClients` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `AspNetUsers` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Role` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    `UserName` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `NormalizedUserName` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `Email` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `NormalizedEmail` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `EmailConfirmed` tinyint(1) NOT NULL,
    `PasswordHash` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `SecurityStamp` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `ConcurrencyStamp` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `PhoneNumber` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `PhoneNumberConfirmed` tinyint(1) NOT NULL,
    `TwoFactorEnabled` tinyint(1) NOT NULL,
    `LockoutEnd` datetime(6) NULL,
    `LockoutEnabled` tinyint(1) NOT NULL,
    `AccessFailedCount` int NOT NULL,
    CONSTRAINT `PK_AspNetUsers` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `AuditEntries` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `At` datetime(6) NOT NULL,
    `Actor` varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Action` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Subject` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    `OrderId` char(36) COLLATE ascii_general_ci NULL,
    `Detail` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT `PK_AuditEntries` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `DataProtectionKeys` (
    `Id` int NOT NULL AUTO_INCREMENT,
    `FriendlyName` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `Xml` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    CONSTRAINT `PK_DataProtectionKeys` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `Orders` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `ExternalSystem` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ExternalId` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `PayloadHash` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `State` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `SubmittedBy` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    `SubmittedAt` datetime(6) NOT NULL,
    `CompletedAt` datetime(6) NULL,
    `LeasedUntil` datetime(6) NOT NULL,
    `Attempts` int NOT NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_Orders` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `Products` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Code` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Name` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `MaxMailboxes` int NULL,
    `MaxAliases` int NULL,
    `MaxDomains` int NULL,
    `MailboxQuotaBytes` bigint NULL,
    `TotalQuotaBytes` bigint NULL,
    `Features` int NOT NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_Products` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `Tenants` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Number` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Name` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `SearchName` varchar(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_Tenants` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `AspNetUserClaims` (
    `Id` int NOT NULL AUTO_INCREMENT,
    `UserId` char(36) COLLATE ascii_general_ci NOT NULL,
    `ClaimType` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `ClaimValue` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    CONSTRAINT `PK_AspNetUserClaims` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_AspNetUserClaims_AspNetUsers_UserId` FOREIGN KEY (`UserId`) REFERENCES `AspNetUsers` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `AspNetUserLogins` (
    `LoginProvider` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ProviderKey` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ProviderDisplayName` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `UserId` char(36) COLLATE ascii_general_ci NOT NULL,
    CONSTRAINT `PK_AspNetUserLogins` PRIMARY KEY (`LoginProvider`, `ProviderKey`),
    CONSTRAINT `FK_AspNetUserLogins_AspNetUsers_UserId` FOREIGN KEY (`UserId`) REFERENCES `AspNetUsers` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `AspNetUserTokens` (
    `UserId` char(36) COLLATE ascii_general_ci NOT NULL,
    `LoginProvider` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Value` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    CONSTRAINT `PK_AspNetUserTokens` PRIMARY KEY (`UserId`, `LoginProvider`, `Name`),
    CONSTRAINT `FK_AspNetUserTokens_AspNetUsers_UserId` FOREIGN KEY (`UserId`) REFERENCES `AspNetUsers` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `OrderItem` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `OrderId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Position` int NOT NULL,
    `Action` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Subject` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Key` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `MailboxId` char(36) COLLATE ascii_general_ci NULL,
    `State` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ErrorCode` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `ErrorText` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    CONSTRAINT `PK_OrderItem` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_OrderItem_Orders_OrderId` FOREIGN KEY (`OrderId`) REFERENCES `Orders` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `Subscriptions` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `ContractNumber` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NOT NULL,
    `TerminatedAt` datetime(6) NULL,
    `ProductId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_Subscriptions` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_Subscriptions_Products_ProductId` FOREIGN KEY (`ProductId`) REFERENCES `Products` (`Id`) ON DELETE RESTRICT,
    CONSTRAINT `FK_Subscriptions_Tenants_TenantId` FOREIGN KEY (`TenantId`) REFERENCES `Tenants` (`Id`) ON DELETE RESTRICT
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `Mailboxes` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `PrimaryAddress` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `SubscriptionId` char(36) COLLATE ascii_general_ci NOT NULL,
    `State` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Volume` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `PasswordHash` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `DisplayName` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `SearchName` varchar(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `QuotaBytes` bigint NULL,
    `CreatedAt` datetime(6) NOT NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_Mailboxes` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_Mailboxes_Subscriptions_SubscriptionId` FOREIGN KEY (`SubscriptionId`) REFERENCES `Subscriptions` (`Id`) ON DELETE RESTRICT
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `MailDomains` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Name` varchar(253) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Shared` tinyint(1) NOT NULL,
    `SubscriptionId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_MailDomains` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_MailDomains_Subscriptions_SubscriptionId` FOREIGN KEY (`SubscriptionId`) REFERENCES `Subscriptions` (`Id`) ON DELETE RESTRICT
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `Addresses` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Value` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Search` varchar(508) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Kind` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `DomainId` char(36) COLLATE ascii_general_ci NOT NULL,
    `SubscriptionId` char(36) COLLATE ascii_general_ci NOT NULL,
    `MailboxId` char(36) COLLATE ascii_general_ci NULL,
    `Targets` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    CONSTRAINT `PK_Addresses` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_Addresses_MailDomains_DomainId` FOREIGN KEY (`DomainId`) REFERENCES `MailDomains` (`Id`) ON DELETE RESTRICT,
    CONSTRAINT `FK_Addresses_Mailboxes_MailboxId` FOREIGN KEY (`MailboxId`) REFERENCES `Mailboxes` (`Id`) ON DELETE RESTRICT,
    CONSTRAINT `FK_Addresses_Subscriptions_SubscriptionId` FOREIGN KEY (`SubscriptionId`) REFERENCES `Subscriptions` (`Id`) ON DELETE RESTRICT
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

INSERT INTO `Products` (`Id`, `Code`, `Features`, `MailboxQuotaBytes`, `MaxAliases`, `MaxDomains`, `MaxMailboxes`, `Name`, `TotalQuotaBytes`, `Version`)
VALUES ('01930000-0000-7000-8000-000000000001', 'residential', 7, 1073741824, 10, 0, 5, 'Residential', 5368709120, 0),
('01930000-0000-7000-8000-000000000002', 'customer-domain', 15, 2147483648, 100, 3, 25, 'Customer domain', 53687091200, 0),
('01930000-0000-7000-8000-000000000003', 'package-10', 15, 5368709120, 50, 1, 10, 'Package with 10 mailboxes', 21474836480, 0),
('01930000-0000-7000-8000-000000000004', 'premium', 15, NULL, NULL, NULL, NULL, 'Premium', NULL, 0);

CREATE INDEX `IX_Addresses_DomainId` ON `Addresses` (`DomainId`);

CREATE INDEX `IX_Addresses_MailboxId` ON `Addresses` (`MailboxId`);

CREATE INDEX `IX_Addresses_Search` ON `Addresses` (`Search`);

CREATE INDEX `IX_Addresses_SubscriptionId` ON `Addresses` (`SubscriptionId`);

CREATE UNIQUE INDEX `IX_Addresses_Value` ON `Addresses` (`Value`);

CREATE UNIQUE INDEX `IX_ApiClients_Name` ON `ApiClients` (`Name`);

CREATE INDEX `IX_AspNetUserClaims_UserId` ON `AspNetUserClaims` (`UserId`);

CREATE INDEX `IX_AspNetUserLogins_UserId` ON `AspNetUserLogins` (`UserId`);

CREATE INDEX `EmailIndex` ON `AspNetUsers` (`NormalizedEmail`);

CREATE UNIQUE INDEX `UserNameIndex` ON `AspNetUsers` (`NormalizedUserName`);

CREATE INDEX `IX_AuditEntries_Subject` ON `AuditEntries` (`Subject`);

CREATE INDEX `IX_AuditEntries_TenantId_At` ON `AuditEntries` (`TenantId`, `At`);

CREATE INDEX `IX_Mailboxes_PrimaryAddress` ON `Mailboxes` (`PrimaryAddress`);

CREATE INDEX `IX_Mailboxes_SearchName` ON `Mailboxes` (`SearchName`);

CREATE INDEX `IX_Mailboxes_SubscriptionId` ON `Mailboxes` (`SubscriptionId`);

CREATE UNIQUE INDEX `IX_MailDomains_Name` ON `MailDomains` (`Name`);

CREATE INDEX `IX_MailDomains_SubscriptionId` ON `MailDomains` (`SubscriptionId`);

CREATE INDEX `IX_OrderItem_MailboxId` ON `OrderItem` (`MailboxId`);

CREATE INDEX `IX_OrderItem_OrderId` ON `OrderItem` (`OrderId`);

CREATE UNIQUE INDEX `IX_Orders_ExternalSystem_ExternalId` ON `Orders` (`ExternalSystem`, `ExternalId`);

CREATE INDEX `IX_Orders_State_LeasedUntil` ON `Orders` (`State`, `LeasedUntil`);

CREATE INDEX `IX_Orders_SubmittedAt` ON `Orders` (`SubmittedAt`);

CREATE UNIQUE INDEX `IX_Products_Code` ON `Products` (`Code`);

CREATE UNIQUE INDEX `IX_Subscriptions_ContractNumber` ON `Subscriptions` (`ContractNumber`);

CREATE INDEX `IX_Subscriptions_ProductId` ON `Subscriptions` (`ProductId`);

CREATE INDEX `IX_Subscriptions_TenantId` ON `Subscriptions` (`TenantId`);

CREATE UNIQUE INDEX `IX_Tenants_Number` ON `Tenants` (`Number`);

CREATE INDEX `IX_Tenants_SearchName` ON `Tenants` (`SearchName`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261124023445_Initial', '9.0.23');

ALTER TABLE `Orders` DROP INDEX `IX_Orders_SubmittedAt`;

ALTER TABLE `AuditEntries` DROP INDEX `IX_AuditEntries_Subject`;

ALTER TABLE `AspNetUsers` ADD `CreatedAt` datetime(6) NOT NULL DEFAULT '0001-01-01 00:00:00';

ALTER TABLE `AspNetUsers` ADD `LastSignInAt` datetime(6) NULL;

ALTER TABLE `AspNetUsers` ADD `MustChangePassword` tinyint(1) NOT NULL DEFAULT FALSE;

CREATE INDEX `IX_Orders_ExternalSystem_SubmittedAt` ON `Orders` (`ExternalSystem`, `SubmittedAt`);

CREATE INDEX `IX_Orders_State_SubmittedAt` ON `Orders` (`State`, `SubmittedAt`);

CREATE INDEX `IX_Orders_SubmittedAt_Id` ON `Orders` (`SubmittedAt`, `Id`);

CREATE INDEX `IX_Orders_TenantId_SubmittedAt` ON `Orders` (`TenantId`, `SubmittedAt`);

CREATE INDEX `IX_AuditEntries_Action_At` ON `AuditEntries` (`Action`, `At`);

CREATE INDEX `IX_AuditEntries_Actor_At` ON `AuditEntries` (`Actor`, `At`);

CREATE INDEX `IX_AuditEntries_At_Id` ON `AuditEntries` (`At`, `Id`);

CREATE INDEX `IX_AuditEntries_Subject_At` ON `AuditEntries` (`Subject`, `At`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125093253_ConsoleUsers', '9.0.23');

ALTER TABLE `Orders` DROP INDEX `IX_Orders_State_LeasedUntil`;

ALTER TABLE `Orders` ADD `BatchId` char(36) COLLATE ascii_general_ci NULL;

ALTER TABLE `Orders` ADD `BatchPosition` int NOT NULL DEFAULT 0;

ALTER TABLE `Orders` ADD `Content` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Orders` ADD `DueAt` datetime(6) NULL;

ALTER TABLE `Orders` ADD `ErrorCode` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Orders` ADD `ErrorText` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Orders` ADD `Interrupted` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Orders` ADD `Lane` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT 'Interactive';

ALTER TABLE `Orders` ADD `LeaseOwner` char(36) COLLATE ascii_general_ci NULL;

ALTER TABLE `Orders` ADD `OnFailure` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT 'Compensate';

ALTER TABLE `Orders` ADD `PointOfNoReturnAt` datetime(6) NULL;

ALTER TABLE `Orders` ADD `RequestedStart` datetime(6) NULL;

ALTER TABLE `Orders` ADD `Submitter` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL;

ALTER TABLE `OrderItem` MODIFY COLUMN `ErrorText` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `OrderItem` ADD `DependsOn` varchar(4000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT '';

ALTER TABLE `OrderItem` ADD `Undo` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

UPDATE Orders SET DueAt = LeasedUntil WHERE State IN ('InProgress', 'Held');

UPDATE Orders SET Submitter = '{"Kind":0,"Name":"system","Role":0,"TenantId":null}';

ALTER TABLE `Orders` DROP COLUMN `LeasedUntil`;

CREATE TABLE `EventCounters` (
    `Id` int NOT NULL,
    `Last` bigint NOT NULL,
    CONSTRAINT `PK_EventCounters` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `OrderBatches` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `ExternalSystem` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ExternalId` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `PayloadHash` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `SubmittedBy` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    `SubmittedAt` datetime(6) NOT NULL,
    `Orders` int NOT NULL,
    CONSTRAINT `PK_OrderBatches` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `OrderEvents` (
    `Id` bigint NOT NULL AUTO_INCREMENT,
    `Sequence` bigint NULL,
    `At` datetime(6) NOT NULL,
    `OrderId` char(36) COLLATE ascii_general_ci NOT NULL,
    `ExternalSystem` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ExternalId` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    `BatchId` char(36) COLLATE ascii_general_ci NULL,
    `From` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `To` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ErrorCode` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    CONSTRAINT `PK_OrderEvents` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

INSERT INTO `EventCounters` (`Id`, `Last`)
VALUES (1, 0);

CREATE INDEX `IX_Orders_BatchId_BatchPosition` ON `Orders` (`BatchId`, `BatchPosition`);

CREATE INDEX `IX_Orders_Lane_DueAt_BatchPosition` ON `Orders` (`Lane`, `DueAt`, `BatchPosition`);

CREATE UNIQUE INDEX `IX_OrderBatches_ExternalSystem_ExternalId` ON `OrderBatches` (`ExternalSystem`, `ExternalId`);

CREATE INDEX `IX_OrderBatches_SubmittedAt` ON `OrderBatches` (`SubmittedAt`);

CREATE INDEX `IX_OrderEvents_OrderId` ON `OrderEvents` (`OrderId`);

CREATE UNIQUE INDEX `IX_OrderEvents_Sequence` ON `OrderEvents` (`Sequence`);

ALTER TABLE `Orders` ADD CONSTRAINT `FK_Orders_OrderBatches_BatchId` FOREIGN KEY (`BatchId`) REFERENCES `OrderBatches` (`Id`) ON DELETE RESTRICT;

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125095708_OrderStates', '9.0.23');

CREATE TABLE `Webhooks` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Url` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Secret` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `FormerSecret` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `FormerUntil` datetime(6) NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    `ExternalSystem` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `Position` bigint NOT NULL,
    `DisabledBecause` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `CreatedBy` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `CreatedAt` datetime(6) NOT NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_Webhooks` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `WebhookDeliveries` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `WebhookId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Sequence` bigint NOT NULL,
    `State` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Attempts` int NOT NULL,
    `NextAt` datetime(6) NOT NULL,
    `LastStatus` int NULL,
    `LastError` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `DeliveredAt` datetime(6) NULL,
    CONSTRAINT `PK_WebhookDeliveries` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_WebhookDeliveries_Webhooks_WebhookId` FOREIGN KEY (`WebhookId`) REFERENCES `Webhooks` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE INDEX `IX_WebhookDeliveries_State_NextAt` ON `WebhookDeliveries` (`State`, `NextAt`);

CREATE UNIQUE INDEX `IX_WebhookDeliveries_WebhookId_Sequence` ON `WebhookDeliveries` (`WebhookId`, `Sequence`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125100443_Webhooks', '9.0.23');

ALTER TABLE `Subscriptions` ADD `Overrides` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT '{}';

ALTER TABLE `Subscriptions` ADD `Suspension_Login` tinyint(1) NOT NULL DEFAULT FALSE;

ALTER TABLE `Subscriptions` ADD `Suspension_Receive` varchar(32) NOT NULL DEFAULT 'Accept';

ALTER TABLE `Subscriptions` ADD `Suspension_Send` tinyint(1) NOT NULL DEFAULT FALSE;

ALTER TABLE `Products` ADD `MaxAliasesPerMailbox` int NULL;

ALTER TABLE `Products` ADD `MaxMessageBytes` bigint NULL;

ALTER TABLE `Products` ADD `MaxMessagesPerHour` int NULL;

ALTER TABLE `Products` ADD `MayBecome` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `MailDomains` ADD `AliasOfId` char(36) COLLATE ascii_general_ci NULL;

ALTER TABLE `MailDomains` ADD `MinNameLength` int NOT NULL DEFAULT 1;

ALTER TABLE `Mailboxes` ADD `HasOwnQuota` tinyint(1) NOT NULL DEFAULT FALSE;

ALTER TABLE `Mailboxes` ADD `PurgeAt` datetime(6) NULL;

ALTER TABLE `Mailboxes` ADD `Suspension_Login` tinyint(1) NOT NULL DEFAULT FALSE;

ALTER TABLE `Mailboxes` ADD `Suspension_Receive` varchar(32) NOT NULL DEFAULT 'Accept';

ALTER TABLE `Mailboxes` ADD `Suspension_Send` tinyint(1) NOT NULL DEFAULT FALSE;

ALTER TABLE `Mailboxes` ADD `TerminatedAt` datetime(6) NULL;

ALTER TABLE `Mailboxes` ADD `TreeName` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Addresses` ADD `FormerKind` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Addresses` ADD `FormerMailboxId` char(36) COLLATE ascii_general_ci NULL;

ALTER TABLE `Addresses` ADD `QuarantinedUntil` datetime(6) NULL;

UPDATE Mailboxes SET TreeName = PrimaryAddress WHERE Volume IS NOT NULL;

UPDATE Mailboxes SET HasOwnQuota = 1 WHERE COALESCE(QuotaBytes, -1) <> (SELECT COALESCE(p.MailboxQuotaBytes, -1) FROM Subscriptions s JOIN Products p ON p.Id = s.ProductId WHERE s.Id = Mailboxes.SubscriptionId);

UPDATE `Products` SET `Features` = 119, `MaxAliasesPerMailbox` = 5, `MaxMessageBytes` = 52428800, `MaxMessagesPerHour` = 100, `MayBecome` = 'customer-domain,package-10,premium'
WHERE `Id` = '01930000-0000-7000-8000-000000000001';
SELECT ROW_COUNT();


UPDATE `Products` SET `Features` = 127, `MaxAliasesPerMailbox` = 50, `MaxMessageBytes` = 52428800, `MaxMessagesPerHour` = 300, `MayBecome` = NULL
WHERE `Id` = '01930000-0000-7000-8000-000000000002';
SELECT ROW_COUNT();


UPDATE `Products` SET `Features` = 255, `MaxAliasesPerMailbox` = 20, `MaxMessageBytes` = 104857600, `MaxMessagesPerHour` = 500, `MayBecome` = NULL
WHERE `Id` = '01930000-0000-7000-8000-000000000003';
SELECT ROW_COUNT();


UPDATE `Products` SET `Features` = 1023, `MaxAliasesPerMailbox` = NULL, `MaxMessageBytes` = 104857600, `MaxMessagesPerHour` = 2000, `MayBecome` = NULL
WHERE `Id` = '01930000-0000-7000-8000-000000000004';
SELECT ROW_COUNT();


CREATE INDEX `IX_MailDomains_AliasOfId` ON `MailDomains` (`AliasOfId`);

CREATE INDEX `IX_Mailboxes_PurgeAt` ON `Mailboxes` (`PurgeAt`);

CREATE INDEX `IX_Addresses_FormerMailboxId` ON `Addresses` (`FormerMailboxId`);

CREATE INDEX `IX_Addresses_QuarantinedUntil` ON `Addresses` (`QuarantinedUntil`);

ALTER TABLE `MailDomains` ADD CONSTRAINT `FK_MailDomains_MailDomains_AliasOfId` FOREIGN KEY (`AliasOfId`) REFERENCES `MailDomains` (`Id`) ON DELETE RESTRICT;

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125104011_LifeCycle', '9.0.23');

ALTER TABLE `AuditEntries` ADD `OnBehalfOf` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `AuditEntries` ADD `Reason` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125111743_OnBehalfOf', '9.0.23');

ALTER TABLE `Mailboxes` ADD `TreeMayBe` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `AuditEntries` ADD `After` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `AuditEntries` ADD `Before` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `AuditEntries` ADD `Digest` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `AuditEntries` ADD `ErasedBy` char(36) COLLATE ascii_general_ci NULL;

ALTER TABLE `AuditEntries` ADD `Hash` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `AuditEntries` ADD `Salt` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `AuditEntries` ADD `Sequence` bigint NULL;

ALTER TABLE `AuditEntries` ADD `Source` varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

CREATE TABLE `AuditCheckpoints` (
    `Sequence` bigint NOT NULL,
    `Hash` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `At` datetime(6) NOT NULL,
    `PublicKey` varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Signature` varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT `PK_AuditCheckpoints` PRIMARY KEY (`Sequence`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `AuditHeads` (
    `Id` int NOT NULL,
    `Last` bigint NOT NULL,
    `Hash` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT `PK_AuditHeads` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

INSERT INTO `AuditHeads` (`Id`, `Hash`, `Last`)
VALUES (1, '', 0);

CREATE UNIQUE INDEX `IX_AuditEntries_Sequence` ON `AuditEntries` (`Sequence`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125124051_AuditChain', '9.0.23');

ALTER TABLE `Mailboxes` ADD `PendingRules` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

UPDATE `Products` SET `Features` = 7287
WHERE `Id` = '01930000-0000-7000-8000-000000000001';
SELECT ROW_COUNT();


UPDATE `Products` SET `Features` = 15487
WHERE `Id` = '01930000-0000-7000-8000-000000000002';
SELECT ROW_COUNT();


UPDATE `Products` SET `Features` = 15615
WHERE `Id` = '01930000-0000-7000-8000-000000000003';
SELECT ROW_COUNT();


UPDATE `Products` SET `Features` = 16383
WHERE `Id` = '01930000-0000-7000-8000-000000000004';
SELECT ROW_COUNT();


INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125144044_MailRules', '9.0.23');

ALTER TABLE `Products` ADD `RequiresVerifiedDomains` tinyint(1) NOT NULL DEFAULT FALSE;

ALTER TABLE `MailDomains` ADD `Ownership` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT 'Pending';

ALTER TABLE `MailDomains` ADD `VerifiedAt` datetime(6) NULL;

CREATE TABLE `DkimKeys` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `DomainId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Selector` varchar(63) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Algorithm` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `PublicKey` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `ProtectedPrivateKey` varchar(8000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `State` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `CreatedAt` datetime(6) NOT NULL,
    `RetireAt` datetime(6) NULL,
    CONSTRAINT `PK_DkimKeys` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_DkimKeys_MailDomains_DomainId` FOREIGN KEY (`DomainId`) REFERENCES `MailDomains` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `DomainChecks` (
    `DomainId` char(36) COLLATE ascii_general_ci NOT NULL,
    `At` datetime(6) NOT NULL,
    `Content` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT `PK_DomainChecks` PRIMARY KEY (`DomainId`),
    CONSTRAINT `FK_DomainChecks_MailDomains_DomainId` FOREIGN KEY (`DomainId`) REFERENCES `MailDomains` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE UNIQUE INDEX `IX_DkimKeys_DomainId_Selector` ON `DkimKeys` (`DomainId`, `Selector`);

CREATE INDEX `IX_DkimKeys_RetireAt` ON `DkimKeys` (`RetireAt`);

CREATE INDEX `IX_DomainChecks_At` ON `DomainChecks` (`At`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125150758_Domains', '9.0.23');

CREATE TABLE `KeptReplies` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `Client` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Key` varchar(63) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Fingerprint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `At` datetime(6) NOT NULL,
    `RunsUntil` datetime(6) NOT NULL,
    `Reply` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    CONSTRAINT `PK_KeptReplies` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE INDEX `IX_KeptReplies_At` ON `KeptReplies` (`At`);

CREATE UNIQUE INDEX `IX_KeptReplies_Client_Key` ON `KeptReplies` (`Client`, `Key`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125152340_KeptReplies', '9.0.23');

ALTER TABLE `Webhooks` ADD `Format` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT 'Standard';

ALTER TABLE `ApiClients` ADD `Certificate` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `ApiClients` ADD `CreatedAt` datetime(6) NOT NULL DEFAULT '0001-01-01 00:00:00';

ALTER TABLE `ApiClients` ADD `FormerSecretHash` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `ApiClients` ADD `FormerUntil` datetime(6) NULL;

ALTER TABLE `ApiClients` ADD `Scopes` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `ApiClients` ADD `Version` bigint NOT NULL DEFAULT 0;

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125155728_ApiClientScopes', '9.0.23');

ALTER TABLE `Mailboxes` ADD `ScramKeys` varchar(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

CREATE TABLE `PlatformSecrets` (
    `Name` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Value` varbinary(32) NOT NULL,
    CONSTRAINT `PK_PlatformSecrets` PRIMARY KEY (`Name`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125164157_ScramKeys', '9.0.23');

ALTER TABLE `Products` ADD `MaxStoredMessages` bigint NULL;

ALTER TABLE `Products` ADD `TrashExtraBytes` bigint NULL;

CREATE TABLE `SendingRights` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `AddressId` char(36) COLLATE ascii_general_ci NOT NULL,
    `MailboxId` char(36) COLLATE ascii_general_ci NOT NULL,
    `GrantedAt` datetime(6) NOT NULL,
    CONSTRAINT `PK_SendingRights` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_SendingRights_Addresses_AddressId` FOREIGN KEY (`AddressId`) REFERENCES `Addresses` (`Id`) ON DELETE CASCADE,
    CONSTRAINT `FK_SendingRights_Mailboxes_MailboxId` FOREIGN KEY (`MailboxId`) REFERENCES `Mailboxes` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

UPDATE `Products` SET `MaxStoredMessages` = 100000, `TrashExtraBytes` = 52428800
WHERE `Id` = '01930000-0000-7000-8000-000000000001';
SELECT ROW_COUNT();


UPDATE `Products` SET `MaxStoredMessages` = NULL, `TrashExtraBytes` = 104857600
WHERE `Id` = '01930000-0000-7000-8000-000000000002';
SELECT ROW_COUNT();


UPDATE `Products` SET `MaxStoredMessages` = NULL, `TrashExtraBytes` = 104857600
WHERE `Id` = '01930000-0000-7000-8000-000000000003';
SELECT ROW_COUNT();


UPDATE `Products` SET `MaxStoredMessages` = NULL, `TrashExtraBytes` = NULL
WHERE `Id` = '01930000-0000-7000-8000-000000000004';
SELECT ROW_COUNT();


CREATE UNIQUE INDEX `IX_SendingRights_AddressId_MailboxId` ON `SendingRights` (`AddressId`, `MailboxId`);

CREATE INDEX `IX_SendingRights_MailboxId` ON `SendingRights` (`MailboxId`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125174449_ProductsAndSendingRights', '9.0.23');

ALTER TABLE `ApiClients` ADD `LastUsedAt` datetime(6) NULL;

ALTER TABLE `ApiClients` ADD `OpenIdSubject` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

CREATE UNIQUE INDEX `IX_ApiClients_OpenIdSubject` ON `ApiClients` (`OpenIdSubject`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125181243_ApiClientUse', '9.0.23');

CREATE TABLE `LoginRecords` (
    `MailboxId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Service` varchar(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Result` varchar(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Client` varchar(45) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Mechanism` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Master` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Count` bigint NOT NULL,
    `FirstAt` datetime(6) NOT NULL,
    `LastAt` datetime(6) NOT NULL,
    CONSTRAINT `PK_LoginRecords` PRIMARY KEY (`MailboxId`, `Service`, `Result`, `Client`, `Mechanism`, `Master`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `TraceRecords` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NULL,
    `Sides` int NOT NULL,
    `Message` char(36) COLLATE ascii_general_ci NOT NULL,
    `Sender` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Recipient` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Target` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `Client` varchar(45) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `ClientName` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `Protocol` varchar(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `MessageIdField` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `Octets` bigint NOT NULL,
    `State` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Reply` varchar(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `LastAt` datetime(6) NOT NULL,
    `Events` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT `PK_TraceRecords` PRIMARY KEY (`Id`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `UnauthenticatedUses` (
    `MailboxId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Client` varchar(45) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Count` bigint NOT NULL,
    `FirstAt` datetime(6) NOT NULL,
    `LastAt` datetime(6) NOT NULL,
    CONSTRAINT `PK_UnauthenticatedUses` PRIMARY KEY (`MailboxId`, `Client`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `UsageCounts` (
    `Hour` datetime(6) NOT NULL,
    `TenantId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Measure` varchar(48) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Count` bigint NOT NULL,
    `Octets` bigint NOT NULL,
    CONSTRAINT `PK_UsageCounts` PRIMARY KEY (`Hour`, `TenantId`, `Measure`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE INDEX `IX_TraceRecords_Client_Id` ON `TraceRecords` (`Client`, `Id`);

CREATE INDEX `IX_TraceRecords_Message` ON `TraceRecords` (`Message`);

CREATE INDEX `IX_TraceRecords_MessageIdField_Id` ON `TraceRecords` (`MessageIdField`, `Id`);

CREATE INDEX `IX_TraceRecords_Recipient_Id` ON `TraceRecords` (`Recipient`, `Id`);

CREATE INDEX `IX_TraceRecords_Sender_Id` ON `TraceRecords` (`Sender`, `Id`);

CREATE INDEX `IX_TraceRecords_Target_Id` ON `TraceRecords` (`Target`, `Id`);

CREATE INDEX `IX_TraceRecords_TenantId_Id` ON `TraceRecords` (`TenantId`, `Id`);

CREATE INDEX `IX_UnauthenticatedUses_LastAt` ON `UnauthenticatedUses` (`LastAt`);

CREATE INDEX `IX_UsageCounts_TenantId_Hour` ON `UsageCounts` (`TenantId`, `Hour`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125183441_MailTrace', '9.0.23');

ALTER TABLE `Subscriptions` ADD `Counts_Aliases` bigint NOT NULL DEFAULT 0;

ALTER TABLE `Subscriptions` ADD `Counts_Domains` bigint NOT NULL DEFAULT 0;

ALTER TABLE `Subscriptions` ADD `Counts_Mailboxes` bigint NOT NULL DEFAULT 0;

ALTER TABLE `Subscriptions` ADD `Counts_QuotaBytes` bigint NOT NULL DEFAULT 0;

CREATE TABLE `MailboxNameStarts` (
    `MailboxId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Start` varchar(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT `PK_MailboxNameStarts` PRIMARY KEY (`MailboxId`, `Start`),
    CONSTRAINT `FK_MailboxNameStarts_Mailboxes_MailboxId` FOREIGN KEY (`MailboxId`) REFERENCES `Mailboxes` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `TenantNameStarts` (
    `TenantId` char(36) COLLATE ascii_general_ci NOT NULL,
    `Start` varchar(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT `PK_TenantNameStarts` PRIMARY KEY (`TenantId`, `Start`),
    CONSTRAINT `FK_TenantNameStarts_Tenants_TenantId` FOREIGN KEY (`TenantId`) REFERENCES `Tenants` (`Id`) ON DELETE CASCADE
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE INDEX `IX_Subscriptions_TenantId_ContractNumber` ON `Subscriptions` (`TenantId`, `ContractNumber`);

CREATE INDEX `IX_Orders_ExternalId` ON `Orders` (`ExternalId`);

CREATE INDEX `IX_MailDomains_SubscriptionId_Name` ON `MailDomains` (`SubscriptionId`, `Name`);

CREATE INDEX `IX_Mailboxes_State_PrimaryAddress` ON `Mailboxes` (`State`, `PrimaryAddress`);

CREATE INDEX `IX_Mailboxes_SubscriptionId_PrimaryAddress` ON `Mailboxes` (`SubscriptionId`, `PrimaryAddress`);

CREATE INDEX `IX_Addresses_DomainId_Value` ON `Addresses` (`DomainId`, `Value`);

CREATE INDEX `IX_Addresses_Kind_Value` ON `Addresses` (`Kind`, `Value`);

CREATE INDEX `IX_Addresses_SubscriptionId_Value` ON `Addresses` (`SubscriptionId`, `Value`);

CREATE INDEX `IX_MailboxNameStarts_Start_MailboxId` ON `MailboxNameStarts` (`Start`, `MailboxId`);

CREATE INDEX `IX_TenantNameStarts_Start_TenantId` ON `TenantNameStarts` (`Start`, `TenantId`);

ALTER TABLE `Subscriptions` DROP INDEX `IX_Subscriptions_TenantId`;

ALTER TABLE `MailDomains` DROP INDEX `IX_MailDomains_SubscriptionId`;

ALTER TABLE `Mailboxes` DROP INDEX `IX_Mailboxes_SearchName`;

ALTER TABLE `Mailboxes` DROP INDEX `IX_Mailboxes_SubscriptionId`;

ALTER TABLE `Addresses` DROP INDEX `IX_Addresses_DomainId`;

ALTER TABLE `Addresses` DROP INDEX `IX_Addresses_SubscriptionId`;

UPDATE Subscriptions SET
    Counts_Domains = (SELECT COUNT(*) FROM MailDomains d WHERE d.SubscriptionId = Subscriptions.Id),
    Counts_Mailboxes = (SELECT COUNT(*) FROM Mailboxes m WHERE m.SubscriptionId = Subscriptions.Id AND m.State NOT IN ('Terminated', 'Purged')),
    Counts_QuotaBytes = (SELECT COALESCE(SUM(m.QuotaBytes), 0) FROM Mailboxes m WHERE m.SubscriptionId = Subscriptions.Id AND m.State NOT IN ('Terminated', 'Purged')),
    Counts_Aliases = (SELECT COUNT(*) FROM Addresses a WHERE a.SubscriptionId = Subscriptions.Id AND a.Kind NOT IN ('Mailbox', 'Quarantined'));

INSERT INTO MailboxNameStarts (MailboxId, Start)
WITH RECURSIVE words (Id, s) AS (
    SELECT Id, REPLACE(SearchName, '-', ' ') FROM Mailboxes WHERE SearchName IS NOT NULL
    UNION ALL SELECT Id, SUBSTRING(s, LOCATE(' ', s) + 1) FROM words WHERE LOCATE(' ', s) > 0)
SELECT DISTINCT Id, s FROM words WHERE s <> '' AND s NOT LIKE ' %';

INSERT INTO TenantNameStarts (TenantId, Start)
WITH RECURSIVE words (Id, s) AS (
    SELECT Id, REPLACE(SearchName, '-', ' ') FROM Tenants WHERE SearchName IS NOT NULL
    UNION ALL SELECT Id, SUBSTRING(s, LOCATE(' ', s) + 1) FROM words WHERE LOCATE(' ', s) > 0)
SELECT DISTINCT Id, s FROM words WHERE s <> '' AND s NOT LIKE ' %';

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261125184144_KeptCounts', '9.0.23');

ALTER TABLE `MailDomains` ADD `RelayRecipients` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT 'Any';

ALTER TABLE `MailDomains` ADD `RelayTo` varchar(280) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Mailboxes` ADD `RelayAs` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

ALTER TABLE `Mailboxes` ADD `RelayTo` varchar(280) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL;

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261126022946_RelayRoutes', '9.0.23');

ALTER TABLE `Products` ADD `PoolQuotaBytes` bigint NULL;

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261126023918_PoolQuota', '9.0.23');

ALTER TABLE `MailDomains` ADD `ClaimedUntil` datetime(6) NULL;

CREATE TABLE `MailArchives` (
    `Id` char(36) COLLATE ascii_general_ci NOT NULL,
    `MailboxId` char(36) COLLATE ascii_general_ci NOT NULL,
    `RequestedBy` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `RequestedAt` datetime(6) NOT NULL,
    `Volume` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    `Bytes` bigint NOT NULL,
    `ReadyAt` datetime(6) NULL,
    `ExpiresAt` datetime(6) NULL,
    `Version` bigint NOT NULL,
    CONSTRAINT `PK_MailArchives` PRIMARY KEY (`Id`),
    CONSTRAINT `FK_MailArchives_Mailboxes_MailboxId` FOREIGN KEY (`MailboxId`) REFERENCES `Mailboxes` (`Id`) ON DELETE RESTRICT
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE INDEX `IX_MailDomains_ClaimedUntil` ON `MailDomains` (`ClaimedUntil`);

CREATE INDEX `IX_MailArchives_ExpiresAt` ON `MailArchives` (`ExpiresAt`);

CREATE INDEX `IX_MailArchives_MailboxId` ON `MailArchives` (`MailboxId`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261126032608_ClaimsAndArchives', '9.0.23');

ALTER TABLE `Tenants` ADD `ForbidsExternalForwarding` tinyint(1) NOT NULL DEFAULT FALSE;

CREATE TABLE `PasswordGuesses` (
    `Key` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    `Count` int NOT NULL,
    `Until` datetime(6) NOT NULL,
    CONSTRAINT `PK_PasswordGuesses` PRIMARY KEY (`Key`)
) CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE INDEX `IX_PasswordGuesses_Until` ON `PasswordGuesses` (`Until`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261126033021_ForwardingAndGuesses', '9.0.23');

CREATE INDEX `IX_Addresses_DomainId_Kind_Value` ON `Addresses` (`DomainId`, `Kind`, `Value`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261128080629_AddressesOfDomainByKind', '9.0.23');

ALTER TABLE `Addresses` DROP INDEX `IX_Addresses_Search`;

CREATE INDEX `IX_Addresses_Kind_Search` ON `Addresses` (`Kind`, `Search`);

INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
VALUES ('20261128082543_AddressesByKindAndSearch', '9.0.23');

COMMIT;

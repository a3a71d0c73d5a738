using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LifeCycle : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Overrides",
                table: "Subscriptions",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<bool>(
                name: "Suspension_Login",
                table: "Subscriptions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Suspension_Receive",
                table: "Subscriptions",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Accept");

            migrationBuilder.AddColumn<bool>(
                name: "Suspension_Send",
                table: "Subscriptions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "MaxAliasesPerMailbox",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "MaxMessageBytes",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MaxMessagesPerHour",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MayBecome",
                table: "Products",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AliasOfId",
                table: "MailDomains",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MinNameLength",
                table: "MailDomains",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<bool>(
                name: "HasOwnQuota",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "PurgeAt",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Suspension_Login",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Suspension_Receive",
                table: "Mailboxes",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Accept");

            migrationBuilder.AddColumn<bool>(
                name: "Suspension_Send",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "TerminatedAt",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TreeName",
                table: "Mailboxes",
                type: "TEXT",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FormerKind",
                table: "Addresses",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FormerMailboxId",
                table: "Addresses",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "QuarantinedUntil",
                table: "Addresses",
                type: "TEXT",
                nullable: true);

            // Trees of before have the name of their mailbox; a quota that is not the product's was ordered.
            migrationBuilder.Sql("UPDATE Mailboxes SET TreeName = PrimaryAddress WHERE Volume IS NOT NULL;");
            migrationBuilder.Sql(
                "UPDATE Mailboxes SET HasOwnQuota = 1 WHERE COALESCE(QuotaBytes, -1) <> (SELECT COALESCE(p.MailboxQuotaBytes, -1) FROM Subscriptions s JOIN Products p ON p.Id = s.ProductId WHERE s.Id = Mailboxes.SubscriptionId);");

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000001"),
                columns: new[] { "Features", "MaxAliasesPerMailbox", "MaxMessageBytes", "MaxMessagesPerHour", "MayBecome" },
                values: new object[] { 119, 5, 52428800L, 100, "customer-domain,package-10,premium" });

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000002"),
                columns: new[] { "Features", "MaxAliasesPerMailbox", "MaxMessageBytes", "MaxMessagesPerHour", "MayBecome" },
                values: new object[] { 127, 50, 52428800L, 300, null });

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000003"),
                columns: new[] { "Features", "MaxAliasesPerMailbox", "MaxMessageBytes", "MaxMessagesPerHour", "MayBecome" },
                values: new object[] { 255, 20, 104857600L, 500, null });

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000004"),
                columns: new[] { "Features", "MaxAliasesPerMailbox", "MaxMessageBytes", "MaxMessagesPerHour", "MayBecome" },
                values: new object[] { 1023, null, 104857600L, 2000, null });

            migrationBuilder.CreateIndex(
                name: "IX_MailDomains_AliasOfId",
                table: "MailDomains",
                column: "AliasOfId");

            migrationBuilder.CreateIndex(
                name: "IX_Mailboxes_PurgeAt",
                table: "Mailboxes",
                column: "PurgeAt");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_FormerMailboxId",
                table: "Addresses",
                column: "FormerMailboxId");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_QuarantinedUntil",
                table: "Addresses",
                column: "QuarantinedUntil");

            migrationBuilder.AddForeignKey(
                name: "FK_MailDomains_MailDomains_AliasOfId",
                table: "MailDomains",
                column: "AliasOfId",
                principalTable: "MailDomains",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_MailDomains_MailDomains_AliasOfId",
                table: "MailDomains");

            migrationBuilder.DropIndex(
                name: "IX_MailDomains_AliasOfId",
                table: "MailDomains");

            migrationBuilder.DropIndex(
                name: "IX_Mailboxes_PurgeAt",
                table: "Mailboxes");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_FormerMailboxId",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_QuarantinedUntil",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "Overrides",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "Suspension_Login",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "Suspension_Receive",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "Suspension_Send",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "MaxAliasesPerMailbox",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "MaxMessageBytes",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "MaxMessagesPerHour",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "MayBecome",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "AliasOfId",
                table: "MailDomains");

            migrationBuilder.DropColumn(
                name: "MinNameLength",
                table: "MailDomains");

            migrationBuilder.DropColumn(
                name: "HasOwnQuota",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "PurgeAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "Suspension_Login",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "Suspension_Receive",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "Suspension_Send",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "TerminatedAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "TreeName",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "FormerKind",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "FormerMailboxId",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "QuarantinedUntil",
                table: "Addresses");

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000001"),
                column: "Features",
                value: 7);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000002"),
                column: "Features",
                value: 15);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000003"),
                column: "Features",
                value: 15);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000004"),
                column: "Features",
                value: 15);
        }
    }
}

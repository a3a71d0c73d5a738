using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
{
    /// <inheritdoc />
    public partial class KeptCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Counts_Aliases",
                table: "Subscriptions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Counts_Domains",
                table: "Subscriptions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Counts_Mailboxes",
                table: "Subscriptions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Counts_QuotaBytes",
                table: "Subscriptions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "MailboxNameStarts",
                columns: table => new
                {
                    MailboxId = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    Start = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailboxNameStarts", x => new { x.MailboxId, x.Start });
                    table.ForeignKey(
                        name: "FK_MailboxNameStarts_Mailboxes_MailboxId",
                        column: x => x.MailboxId,
                        principalTable: "Mailboxes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateTable(
                name: "TenantNameStarts",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    Start = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TenantNameStarts", x => new { x.TenantId, x.Start });
                    table.ForeignKey(
                        name: "FK_TenantNameStarts_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_TenantId_ContractNumber",
                table: "Subscriptions",
                columns: new[] { "TenantId", "ContractNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ExternalId",
                table: "Orders",
                column: "ExternalId");

            migrationBuilder.CreateIndex(
                name: "IX_MailDomains_SubscriptionId_Name",
                table: "MailDomains",
                columns: new[] { "SubscriptionId", "Name" });

            migrationBuilder.CreateIndex(
                name: "IX_Mailboxes_State_PrimaryAddress",
                table: "Mailboxes",
                columns: new[] { "State", "PrimaryAddress" });

            migrationBuilder.CreateIndex(
                name: "IX_Mailboxes_SubscriptionId_PrimaryAddress",
                table: "Mailboxes",
                columns: new[] { "SubscriptionId", "PrimaryAddress" });

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_DomainId_Value",
                table: "Addresses",
                columns: new[] { "DomainId", "Value" });

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Kind_Value",
                table: "Addresses",
                columns: new[] { "Kind", "Value" });

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_SubscriptionId_Value",
                table: "Addresses",
                columns: new[] { "SubscriptionId", "Value" });

            migrationBuilder.CreateIndex(
                name: "IX_MailboxNameStarts_Start_MailboxId",
                table: "MailboxNameStarts",
                columns: new[] { "Start", "MailboxId" });

            migrationBuilder.CreateIndex(
                name: "IX_TenantNameStarts_Start_TenantId",
                table: "TenantNameStarts",
                columns: new[] { "Start", "TenantId" });

            migrationBuilder.DropIndex(
                name: "IX_Subscriptions_TenantId",
                table: "Subscriptions");

            migrationBuilder.DropIndex(
                name: "IX_MailDomains_SubscriptionId",
                table: "MailDomains");

            migrationBuilder.DropIndex(
                name: "IX_Mailboxes_SearchName",
                table: "Mailboxes");

            migrationBuilder.DropIndex(
                name: "IX_Mailboxes_SubscriptionId",
                table: "Mailboxes");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_DomainId",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_SubscriptionId",
                table: "Addresses");

            // What follows from the rows that are there: counts of subscriptions, and names from each of their words on.
            migrationBuilder.Sql("""
                UPDATE Subscriptions SET
                    Counts_Domains = (SELECT COUNT(*) FROM MailDomains d WHERE d.SubscriptionId = Subscriptions.Id),
                    Counts_Mailboxes = (SELECT COUNT(*) FROM Mailboxes m WHERE m.SubscriptionId = Subscriptions.Id AND m.State NOT IN ('Terminated', 'Purged')),
                    Counts_QuotaBytes = (SELECT COALESCE(SUM(m.QuotaBytes), 0) FROM Mailboxes m WHERE m.SubscriptionId = Subscriptions.Id AND m.State NOT IN ('Terminated', 'Purged')),
                    Counts_Aliases = (SELECT COUNT(*) FROM Addresses a WHERE a.SubscriptionId = Subscriptions.Id AND a.Kind NOT IN ('Mailbox', 'Quarantined'));
                """);
            migrationBuilder.Sql("""
                INSERT INTO MailboxNameStarts (MailboxId, Start)
                WITH RECURSIVE words (Id, s) AS (
                    SELECT Id, REPLACE(SearchName, '-', ' ') FROM Mailboxes WHERE SearchName IS NOT NULL
                    UNION ALL SELECT Id, SUBSTRING(s, LOCATE(' ', s) + 1) FROM words WHERE LOCATE(' ', s) > 0)
                SELECT DISTINCT Id, s FROM words WHERE s <> '' AND s NOT LIKE ' %';
                """);
            migrationBuilder.Sql("""
                INSERT INTO TenantNameStarts (TenantId, Start)
                WITH RECURSIVE words (Id, s) AS (
                    SELECT Id, REPLACE(SearchName, '-', ' ') FROM Tenants WHERE SearchName IS NOT NULL
                    UNION ALL SELECT Id, SUBSTRING(s, LOCATE(' ', s) + 1) FROM words WHERE LOCATE(' ', s) > 0)
                SELECT DISTINCT Id, s FROM words WHERE s <> '' AND s NOT LIKE ' %';
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MailboxNameStarts");

            migrationBuilder.DropTable(
                name: "TenantNameStarts");

            migrationBuilder.DropColumn(
                name: "Counts_Aliases",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "Counts_Domains",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "Counts_Mailboxes",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "Counts_QuotaBytes",
                table: "Subscriptions");

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_TenantId",
                table: "Subscriptions",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_MailDomains_SubscriptionId",
                table: "MailDomains",
                column: "SubscriptionId");

            migrationBuilder.CreateIndex(
                name: "IX_Mailboxes_SearchName",
                table: "Mailboxes",
                column: "SearchName");

            migrationBuilder.CreateIndex(
                name: "IX_Mailboxes_SubscriptionId",
                table: "Mailboxes",
                column: "SubscriptionId");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_DomainId",
                table: "Addresses",
                column: "DomainId");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_SubscriptionId",
                table: "Addresses",
                column: "SubscriptionId");

            migrationBuilder.DropIndex(
                name: "IX_Subscriptions_TenantId_ContractNumber",
                table: "Subscriptions");

            migrationBuilder.DropIndex(
                name: "IX_Orders_ExternalId",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_MailDomains_SubscriptionId_Name",
                table: "MailDomains");

            migrationBuilder.DropIndex(
                name: "IX_Mailboxes_State_PrimaryAddress",
                table: "Mailboxes");

            migrationBuilder.DropIndex(
                name: "IX_Mailboxes_SubscriptionId_PrimaryAddress",
                table: "Mailboxes");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_DomainId_Value",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Kind_Value",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_SubscriptionId_Value",
                table: "Addresses");
        }
    }
}

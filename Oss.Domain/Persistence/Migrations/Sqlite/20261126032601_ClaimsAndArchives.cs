using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ClaimsAndArchives : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ClaimedUntil",
                table: "MailDomains",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MailArchives",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    MailboxId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RequestedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Volume = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadyAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailArchives", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MailArchives_Mailboxes_MailboxId",
                        column: x => x.MailboxId,
                        principalTable: "Mailboxes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_MailDomains_ClaimedUntil",
                table: "MailDomains",
                column: "ClaimedUntil");

            migrationBuilder.CreateIndex(
                name: "IX_MailArchives_ExpiresAt",
                table: "MailArchives",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_MailArchives_MailboxId",
                table: "MailArchives",
                column: "MailboxId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MailArchives");

            migrationBuilder.DropIndex(
                name: "IX_MailDomains_ClaimedUntil",
                table: "MailDomains");

            migrationBuilder.DropColumn(
                name: "ClaimedUntil",
                table: "MailDomains");
        }
    }
}

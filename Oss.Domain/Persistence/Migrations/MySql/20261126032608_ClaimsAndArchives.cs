using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
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
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MailArchives",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    MailboxId = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    RequestedBy = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    RequestedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Volume = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    ReadyAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ExpiresAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
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
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

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

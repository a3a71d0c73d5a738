using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
{
    /// <inheritdoc />
    public partial class RelayRoutes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "RelayRecipients",
                table: "MailDomains",
                type: "varchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Any",
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<string>(
                name: "RelayTo",
                table: "MailDomains",
                type: "varchar(280)",
                maxLength: 280,
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<string>(
                name: "RelayAs",
                table: "Mailboxes",
                type: "varchar(254)",
                maxLength: 254,
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<string>(
                name: "RelayTo",
                table: "Mailboxes",
                type: "varchar(280)",
                maxLength: 280,
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "RelayRecipients",
                table: "MailDomains");

            migrationBuilder.DropColumn(
                name: "RelayTo",
                table: "MailDomains");

            migrationBuilder.DropColumn(
                name: "RelayAs",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "RelayTo",
                table: "Mailboxes");
        }
    }
}

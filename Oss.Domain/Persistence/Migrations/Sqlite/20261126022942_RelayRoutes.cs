using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Any");

            migrationBuilder.AddColumn<string>(
                name: "RelayTo",
                table: "MailDomains",
                type: "TEXT",
                maxLength: 280,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RelayAs",
                table: "Mailboxes",
                type: "TEXT",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RelayTo",
                table: "Mailboxes",
                type: "TEXT",
                maxLength: 280,
                nullable: true);
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

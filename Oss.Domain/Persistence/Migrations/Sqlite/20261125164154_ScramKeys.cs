using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ScramKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ScramKeys",
                table: "Mailboxes",
                type: "TEXT",
                maxLength: 160,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PlatformSecrets",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Value = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlatformSecrets", x => x.Name);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PlatformSecrets");

            migrationBuilder.DropColumn(
                name: "ScramKeys",
                table: "Mailboxes");
        }
    }
}
